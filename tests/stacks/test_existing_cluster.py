"""A platform in a cluster that somebody else made: it makes nothing of the control plane itself."""

import json
from pathlib import Path

import pulumi_policy as pp
import pytest

from policies import pack
from policies.levels import environment_of, level
from policies.rules import POLICIES
from stacks import cost, platform
from stacks.settings import Settings
from tests.policies.declared import EXCUSED
from tests.policies.judging import Given, violations
from tests.recording import Recording, record
from tests.stacks.settings_text import changed, load

VPC, CLUSTER, TEAM = "vpc_cidr: 10.20.0.0/16", 'version: "1.36"', "data-science: {}"
NODES = [f"subnet-{digit * 17}" for digit in "12"]
IN_VPC = (
    f"{{vpc_id: vpc-{'0' * 17}, private_subnet_ids: [{', '.join(NODES)}], "
    f"endpoint_subnets: {{subnet-{'5' * 17}: 10.20.9.0/24}}}}"
)
PERSON = "arn:aws:iam::123456789012:role/scientist"


def settings(directory: Path, more: str = "") -> Settings:
    text = changed(VPC, f"{VPC}\n  pod_cidr: null\n  existing: {IN_VPC}")
    text = changed(TEAM, f"data-science: {{role_arn: {PERSON}}}", text)
    return load(directory, changed(CLUSTER, f"{CLUSTER}\n  existing: {{name: shared{more}}}", text))


@pytest.fixture
def recorded(tmp_path: Path) -> Recording:
    chosen = settings(tmp_path)
    return record(lambda: platform.deploy(chosen))


def test_nothing_of_the_control_plane_is_made(recorded: Recording) -> None:
    made = {resource.type for resource in recorded.resources}
    assert not made & {"aws:eks/cluster:Cluster", "aws:eks/addon:Addon", "aws:cloudwatch/logGroup:LogGroup"}
    assert "cluster-key-key" not in {resource.name for resource in recorded.resources}


def test_nothing_of_the_subnets_of_pods_is_made(recorded: Recording) -> None:
    assert not recorded.of_type("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig")


def test_kubernetes_is_entered_by_what_aws_tells_of_the_cluster(recorded: Recording) -> None:
    kubeconfig = json.loads(recorded.named("kubernetes").props["kubeconfig"])
    assert kubeconfig["clusters"][0]["cluster"]["server"] == "https://DEF.gr7.eu-west-1.eks.amazonaws.com"
    assert kubeconfig["users"][0]["user"]["exec"]["args"][:4] == ["eks", "get-token", "--cluster-name", "shared"]


def test_teams_get_access_and_the_deployer_keeps_what_the_owner_gave(recorded: Recording) -> None:
    entries = [entry.props["principalArn"] for entry in recorded.of_type("aws:eks/accessEntry:AccessEntry")]
    assert PERSON in entries
    assert not [arn for arn in entries if str(arn).endswith("sandbox-deployer")]


def test_nodes_pools_and_tenants_are_of_that_cluster(recorded: Recording) -> None:
    assert recorded.named("system-nodes-node-group").props["clusterName"] == "shared"
    (node_class,) = recorded.of_type("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass")
    spec = node_class.props["spec"]
    assert spec["subnetSelectorTerms"] == [{"tags": {"karpenter.sh/discovery": "shared"}}]
    assert spec["securityGroupSelectorTerms"] == [{"tags": {"aws:eks:cluster-name": "shared"}}]
    identities = recorded.of_type("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    assert {identity.props["clusterName"] for identity in identities} == {"shared"}
    trust = recorded.named("tenant-iris-identity-pod-identity-role").props["assumeRolePolicy"]
    assert "arn:aws:eks:eu-west-1:123456789012:cluster/shared" in trust


def test_the_baseline_firewall_is_there_where_the_cluster_knows_it(recorded: Recording, tmp_path: Path) -> None:
    kind = "kubernetes:networking.k8s.aws/v1alpha1:ClusterNetworkPolicy"
    assert not recorded.of_type(kind)
    knowing = settings(tmp_path, ", cluster_network_policies: true")
    assert record(lambda: platform.deploy(knowing)).of_type(kind)


def test_what_is_the_platforms_own_keeps_its_name(recorded: Recording) -> None:
    assert recorded.named("models-bucket").props["bucket"] == "mlplatform-dev-123456789012-models"


def test_no_mandatory_policy_is_violated(recorded: Recording) -> None:
    declared = [
        Given(each.type, each.props, each.name, each.property_dependencies, each.urn)
        for each in recorded.resources
        if each.custom
    ]
    for policy in POLICIES:
        if level(policy.name, environment_of("dev")) is pp.EnforcementLevel.MANDATORY:
            assert violations(pack.enforced(policy, EXCUSED), declared) == []


def test_the_control_plane_is_on_its_owners_bill(tmp_path: Path) -> None:
    assert "EKS control plane" not in [line.what for line in cost.hourly(settings(tmp_path))]
