"""Who may do what in the cluster, each asked with a real token of `aws eks get-token`."""

from collections.abc import Generator

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.signed_in import OTHER_TENANT, TEAM, TENANT, Person, sign

ROLES = {"admin": "admin", "operator": "operator", "viewer": "viewer", "team": TEAM, "unknown": "unknown"}
EVERYWHERE = ""
SYSTEM = "kube-system"
ADMIN = "admin"
OPERATE = "admin operator"
LOOK = "admin operator viewer"
LOOK_AND_TEAM = "admin operator viewer team"
# Verb, resource, namespace -> who may. "operator" is AmazonEKSEditPolicy, "viewer" AmazonEKSViewPolicy, as AWS
# documents them, both with the platform's own roles; "team" is one tenant's Role.
TABLE = [
    ("list", "nodes", EVERYWHERE, LOOK),
    ("delete", "nodes", EVERYWHERE, ADMIN),
    ("patch", "nodes", EVERYWHERE, OPERATE),  # cordon
    ("create", "pods/eviction", SYSTEM, OPERATE),  # drain
    ("list", "nodepools.karpenter.sh", EVERYWHERE, LOOK),
    ("create", "nodepools.karpenter.sh", EVERYWHERE, ADMIN),
    ("delete", "nodepools.karpenter.sh", EVERYWHERE, ADMIN),
    ("patch", "ec2nodeclasses.karpenter.k8s.aws", EVERYWHERE, ADMIN),
    ("delete", "nodeclaims.karpenter.sh", EVERYWHERE, OPERATE),
    ("list", "pods", TENANT, LOOK_AND_TEAM),
    ("list", "pods", OTHER_TENANT, LOOK),
    ("list", "pods", SYSTEM, LOOK),
    ("list", "pods", EVERYWHERE, LOOK),
    ("delete", "pods", TENANT, "admin operator team"),
    ("delete", "pods", OTHER_TENANT, OPERATE),
    ("get", "pods/log", TENANT, LOOK_AND_TEAM),
    ("get", "pods/log", OTHER_TENANT, LOOK),
    ("create", "pods/exec", TENANT, OPERATE),
    ("create", "pods/portforward", TENANT, OPERATE),
    ("create", "pods", TENANT, OPERATE),
    ("get", "deployments.apps", TENANT, LOOK_AND_TEAM),
    ("create", "deployments.apps", TENANT, OPERATE),
    ("delete", "deployments.apps", TENANT, OPERATE),
    ("get", "secrets", TENANT, OPERATE),
    ("get", "secrets", SYSTEM, OPERATE),
    ("list", "secrets", EVERYWHERE, OPERATE),
    ("list", "networkpolicies.networking.k8s.io", TENANT, LOOK_AND_TEAM),
    ("create", "networkpolicies.networking.k8s.io", TENANT, OPERATE),
    ("delete", "networkpolicies.networking.k8s.io", TENANT, OPERATE),
    ("get", "inferenceservices.serving.kserve.io", TENANT, LOOK_AND_TEAM),
    ("get", "inferenceservices.serving.kserve.io", OTHER_TENANT, LOOK),
    ("patch", "inferenceservices.serving.kserve.io", TENANT, ADMIN),
    ("patch", "inferenceservices.serving.kserve.io", OTHER_TENANT, ADMIN),
    ("get", "resourcequotas", TENANT, LOOK_AND_TEAM),
    ("patch", "resourcequotas", TENANT, ADMIN),
    ("delete", "namespaces", EVERYWHERE, ADMIN),
    ("patch", "namespaces", EVERYWHERE, ADMIN),  # labels: Pod Security
    ("create", "rolebindings.rbac.authorization.k8s.io", TENANT, ADMIN),
    ("create", "clusterrolebindings.rbac.authorization.k8s.io", EVERYWHERE, ADMIN),
    ("escalate", "clusterroles.rbac.authorization.k8s.io", EVERYWHERE, ADMIN),
    ("impersonate", "users", EVERYWHERE, ADMIN),
    ("impersonate", "groups", EVERYWHERE, ADMIN),
    ("impersonate", "serviceaccounts", SYSTEM, OPERATE),  # AmazonEKSEditPolicy contains it
    ("create", "serviceaccounts/token", SYSTEM, ADMIN),
    ("create", "certificates.cert-manager.io", TENANT, ADMIN),  # its chart gives it to Kubernetes' role `edit`
    ("create", "validatingwebhookconfigurations.admissionregistration.k8s.io", EVERYWHERE, ADMIN),
    ("create", "customresourcedefinitions.apiextensions.k8s.io", EVERYWHERE, ADMIN),
]
PEOPLE = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{TENANT}/rolebindings"
MODELS = "/apis/serving.kserve.io/v1beta1/namespaces/{}/inferenceservices"
DRY = "?dryRun=All"


@pytest.fixture(scope="module")
def tokens(dev: Checkout) -> Generator[dict[str, str]]:
    """Let everybody in, by a program of this folder; they are out again afterwards."""
    # Its policy pack judges the platform's own stacks.
    pulumi = ("env", "-u", "PULUMI_OPTION_POLICY_PACK", "pulumi", "-C", "tests/integration/platform/people")
    dev.command(*pulumi, "stack", "select", "--create", "people")
    try:
        dev.command(*pulumi, "up", "--yes", "--skip-preview", "--non-interactive")
        yield {who: sign(dev, role) for who, role in ROLES.items()}
    finally:
        dev.command(*pulumi, "destroy", "--yes", "--skip-preview", "--non-interactive", "--remove")


@pytest.fixture(scope="module")
def people(dev: Checkout, tokens: dict[str, str]) -> dict[str, Person]:
    return {who: Person.of(dev, token) for who, token in tokens.items()}


@pytest.mark.parametrize(("verb", "resource", "namespace", "who"), TABLE)
def test_each_action_is_open_to_those_of_the_table_only(
    people: dict[str, Person], verb: str, resource: str, namespace: str, who: str
) -> None:
    assert {name for name, person in people.items() if person.may(verb, resource, namespace)} == set(who.split())


@pytest.mark.parametrize("who", ["viewer", "operator", "team"])
def test_all_rights_of_a_kind_of_person_change_only_on_purpose(
    people: dict[str, Person], who: str, snapshot: SnapshotAssertion
) -> None:
    assert {space: people[who].rights(space) for space in (TENANT, OTHER_TENANT)} == snapshot


def test_an_unknown_role_is_nobody(people: dict[str, Person]) -> None:
    for path in ("/api", "/apis", "/api/v1/namespaces", "/version"):
        assert people["unknown"].asks("GET", path).status == 401


def test_a_viewer_deletes_nothing(people: dict[str, Person]) -> None:
    refused = people["viewer"].asks("DELETE", f"/apis/apps/v1/namespaces/{TENANT}/deployments/iris-predictor")
    assert refused.status == 403
    assert 'cannot delete resource "deployments"' in refused.json()["message"]


def test_a_team_reads_its_own_model_and_no_other_tenants(people: dict[str, Person]) -> None:
    own = people["team"].asks("GET", MODELS.format(TENANT))
    assert [model["metadata"]["name"] for model in own.json()["items"]] == [TENANT]
    assert people["team"].asks("GET", MODELS.format(OTHER_TENANT)).status == 403


def test_only_an_admin_changes_a_model_past_the_settings(people: dict[str, Person]) -> None:
    change = {"spec": {"predictor": {"maxReplicas": 2}}}
    path = f"{MODELS.format(TENANT)}/{TENANT}{DRY}"
    answers = {who: person.asks("PATCH", path, change).status for who, person in people.items()}
    assert answers == {"admin": 200, "operator": 403, "viewer": 403, "team": 403, "unknown": 401}


def test_only_an_admin_gives_rights_away(people: dict[str, Person]) -> None:
    binding = {
        "metadata": {"name": "more"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "everybody"}],
    }
    answers = {who: person.asks("POST", PEOPLE + DRY, binding).status for who, person in people.items()}
    assert answers == {"admin": 201, "operator": 403, "viewer": 403, "team": 403, "unknown": 401}


def test_only_an_admin_speaks_for_others(people: dict[str, Person]) -> None:
    as_root = {"Impersonate-User": "root", "Impersonate-Group": "system:masters"}
    answers = {
        who: person.asks("GET", f"/api/v1/namespaces/{SYSTEM}/secrets", **as_root).status
        for who, person in people.items()
    }
    assert answers == {"admin": 200, "operator": 403, "viewer": 403, "team": 403, "unknown": 401}


def test_operators_evict_pods(dev: Checkout, people: dict[str, Person]) -> None:
    (pod, *_) = dev.objects("pods", "-n", TENANT)
    name = pod["metadata"]["name"]
    eviction = {"metadata": {"name": name, "namespace": TENANT}, "apiVersion": "policy/v1", "kind": "Eviction"}
    path = f"/api/v1/namespaces/{TENANT}/pods/{name}/eviction{DRY}"
    answers = {who: person.asks("POST", path, eviction).status for who, person in people.items()}
    assert answers == {"admin": 201, "operator": 201, "viewer": 403, "team": 403, "unknown": 401}


def test_the_stacks_kubeconfig_signs_in_whoever_uses_it(dev: Checkout) -> None:
    kubeconfig = dev.root / "kubeconfig-of-the-stack"
    kubeconfig.write_text(dev.command("pulumi", "stack", "output", "kubeconfig", "--stack", "dev").stdout)
    me = dev.kubectl("--kubeconfig", str(kubeconfig), "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
    assert me.startswith("arn:aws:sts::123456789012:assumed-role/sandbox-deployer/")
