"""Tenants: closed before anything runs, limited, without privileges, with an identity of their own."""

from typing import Any

import pytest

from components.model_endpoint import ModelSize
from components.tenant import Tenant, TenantArgs, TenantQuota
from components.tenant_firewall import EgressFlow
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording


def tenant(
    size: ModelSize | None = None, egress: tuple[EgressFlow, ...] = (), team_group: str | None = None
) -> Recording:
    args: TenantArgs = {**ARGS, "egress": egress}
    if size:
        args["model"] = {**ARGS["model"], "size": size}
    if team_group:
        args["team_group"] = team_group
    return record_component(lambda opts: Tenant("tenant", args, opts))


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return tenant()


def policies(recording: Recording) -> dict[str, Any]:
    return {each["metadata"]["name"]: each["spec"] for each in named(recording, "NetworkPolicy").values()}


def predictor(recording: Recording) -> Any:
    return recording.named("tenant-model-inference-service").props["spec"]["predictor"]


def test_the_namespace_enforces_the_restricted_level_at_a_pinned_version(recorded: Recording) -> None:
    (namespace,) = named(recorded, "Namespace").values()
    labels = namespace["metadata"]["labels"]
    for mode in ("enforce", "audit", "warn"):
        assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"
        assert labels[f"pod-security.kubernetes.io/{mode}-version"] == "v1.36"


def test_everything_is_denied_in_both_directions(recorded: Recording) -> None:
    deny = policies(recorded)["default-deny"]
    assert deny == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": []}


def test_every_other_policy_comes_after_the_default_deny(recorded: Recording) -> None:
    deny = recorded.named("tenant-firewall-default-deny").urn
    for policy in recorded.of_type("kubernetes:networking.k8s.io/v1:NetworkPolicy"):
        assert policy.urn == deny or deny in policy.dependencies


def test_the_gateway_is_one_peer_by_namespace_and_pod_on_the_serving_port(recorded: Recording) -> None:
    (rule,) = policies(recorded)["from-gateway"]["ingress"]
    assert rule == {
        "from": [
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway"}},
                "podSelector": {"matchLabels": {"app": "gateway"}},
            }
        ],
        "ports": [{"protocol": "TCP", "port": 8080}],
    }


def test_the_way_out_is_dns_the_credentials_and_the_endpoints(recorded: Recording) -> None:
    found = policies(recorded)
    assert set(found) == {"default-deny", "from-gateway", "to-dns", "to-pod-identity", "to-endpoints"}
    assert found["to-dns"]["egress"][0]["ports"] == [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
    assert found["to-pod-identity"]["egress"] == [
        {"to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}], "ports": [{"protocol": "TCP", "port": 80}]}
    ]
    assert found["to-endpoints"]["egress"] == [
        {"to": [{"ipBlock": {"cidr": "10.0.224.0/24"}}], "ports": [{"protocol": "TCP", "port": 443}]}
    ]


def test_nothing_leads_to_the_metadata_service(recorded: Recording) -> None:
    assert "169.254.169.254" not in str(policies(recorded))


def test_a_further_flow_is_one_policy_that_says_what_it_is_for() -> None:
    recorded = tenant(egress=({"description": "features", "cidr": "10.9.0.0/24", "port": 5432},))
    flow = recorded.named("tenant-firewall-to-10-9-0-0-24-5432").props
    assert flow["metadata"]["annotations"] == {"mlplatform.io/description": "features"}
    assert flow["spec"]["egress"] == [
        {"to": [{"ipBlock": {"cidr": "10.9.0.0/24"}}], "ports": [{"protocol": "TCP", "port": 5432}]}
    ]


def test_the_quota_counts_gpus_and_forbids_ways_around_the_firewall(recorded: Recording) -> None:
    (quota,) = named(recorded, "ResourceQuota").values()
    hard = quota["spec"]["hard"]
    assert hard["requests.nvidia.com/gpu"] == "0"
    assert (hard["services.loadbalancers"], hard["services.nodeports"]) == ("0", "0")
    assert (hard["limits.cpu"], hard["limits.memory"], hard["pods"]) == ("4", "8Gi", "5")


def test_a_tenant_has_no_volumes_unless_its_quota_says_how_much(recorded: Recording) -> None:
    of_class = "gp3.storageclass.storage.k8s.io"
    (quota,) = named(recorded, "ResourceQuota").values()
    hard = quota["spec"]["hard"]
    assert {hard["persistentvolumeclaims"], hard["requests.storage"], hard[f"{of_class}/requests.storage"]} == {"0"}
    args: TenantArgs = {**ARGS, "quota": {**ARGS["quota"], "storage_gib": 100}}
    (quota,) = named(record_component(lambda opts: Tenant("tenant", args, opts)), "ResourceQuota").values()
    hard = quota["spec"]["hard"]
    assert (hard["persistentvolumeclaims"], hard["requests.storage"]) == ("5", "100Gi")
    assert (hard[f"{of_class}/persistentvolumeclaims"], hard[f"{of_class}/requests.storage"]) == ("5", "100Gi")


@pytest.mark.parametrize(("gib", "all_pods", "each"), [(None, "50Gi", "10Gi"), (31, "31Gi", "6Gi")])
def test_pods_share_the_disks_of_nodes_and_no_container_fills_one(gib: int | None, all_pods: str, each: str) -> None:
    quota: TenantQuota = {**ARGS["quota"]}
    if gib:
        quota["ephemeral_gib"] = gib
    recording = record_component(lambda opts: Tenant("tenant", {**ARGS, "quota": quota}, opts))
    hard = recording.named("tenant-limits-quota").props["spec"]["hard"]
    assert (hard["requests.ephemeral-storage"], hard["limits.ephemeral-storage"]) == (all_pods, all_pods)
    (container,) = recording.named("tenant-limits-limit-range").props["spec"]["limits"]
    assert container["default"]["ephemeral-storage"] == each
    assert container["defaultRequest"]["ephemeral-storage"] == "1Gi"


def test_less_than_a_gibibyte_for_each_pod_is_refused() -> None:
    args: TenantArgs = {**ARGS, "quota": {**ARGS["quota"], "ephemeral_gib": 4}}
    with pytest.raises(ValueError, match="iris: 4 GiB of ephemeral storage is less than one for each pod"):
        record_component(lambda opts: Tenant("tenant", args, opts))


def test_containers_without_limits_get_some(recorded: Recording) -> None:
    (limits,) = named(recorded, "LimitRange").values()
    (container,) = limits["spec"]["limits"]
    assert set(container) == {"type", "default", "defaultRequest"}


def test_neither_service_account_nor_pod_carries_an_api_token(recorded: Recording) -> None:
    (account,) = named(recorded, "ServiceAccount").values()
    assert account["automountServiceAccountToken"] is False
    assert predictor(recorded)["automountServiceAccountToken"] is False
    assert predictor(recorded)["serviceAccountName"] == account["metadata"]["name"]


def test_the_model_runs_without_privileges_and_with_limits(recorded: Recording) -> None:
    container = predictor(recorded)["model"]
    security = container["securityContext"]
    assert security["allowPrivilegeEscalation"] is False
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert security["runAsNonRoot"] is True
    assert predictor(recorded)["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["resources"]["requests"] == container["resources"]["limits"] == {"cpu": "1", "memory": "1Gi"}


def test_the_model_is_read_from_the_tenants_own_prefix(recorded: Recording) -> None:
    assert predictor(recorded)["model"]["storageUri"] == "s3://models/iris/v1"


def test_the_model_waits_for_firewall_limits_and_identity(recorded: Recording) -> None:
    model = recorded.named("tenant-model", "mlplatform:index:ModelEndpoint")
    waits_for = {urn.rsplit("::", 1)[1] for urn in model.dependencies}
    assert {
        "tenant-firewall-default-deny",
        "tenant-limits-quota",
        "tenant-identity-pod-identity-association",
    } <= waits_for


def test_a_model_with_gpus_is_pinned_to_its_pool_and_tolerates_it() -> None:
    spec = predictor(tenant({"cpu": "4", "memory": "16Gi", "gpus": 1, "pool_name": "gpu"}))
    assert spec["nodeSelector"]["mlplatform.io/node-pool"] == "gpu"
    assert spec["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Equal", "value": "true", "effect": "NoSchedule"},
        {"key": "mlplatform.io/node-pool", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
    ]
    assert spec["model"]["resources"]["limits"]["nvidia.com/gpu"] == "1"


def test_a_model_without_gpus_tolerates_nothing(recorded: Recording) -> None:
    assert "tolerations" not in predictor(recorded)


def test_the_team_can_look_and_restart_but_open_nothing() -> None:
    recorded = tenant(team_group="mlplatform:team:data-science")
    role = recorded.named("tenant-team-role").props
    changes = {
        resource
        for rule in role["rules"]
        for resource in rule["resources"]
        if set(rule["verbs"]) - {"get", "list", "watch"}
    }
    assert changes == {"pods"}
    named_resources = {resource for rule in role["rules"] for resource in rule["resources"]}
    assert not named_resources & {"secrets", "pods/exec", "*"}
    (subject,) = recorded.named("tenant-team-binding").props["subjects"]
    assert (subject["kind"], subject["name"]) == ("Group", "mlplatform:team:data-science")


def test_without_a_team_nobody_gets_a_role(recorded: Recording) -> None:
    assert recorded.of_type("kubernetes:rbac.authorization.k8s.io/v1:Role") == []
