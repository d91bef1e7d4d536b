"""An existing cluster is looked at before a platform moves in."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from components import vpc_cni
from infra import existing_cluster
from stacks import add_ons
from tests.stacks.settings_text import changed, load

VPC_ID = f"vpc-{'0' * 17}"
VPC, VERSION, TEAM = "vpc_cidr: 10.20.0.0/16", 'version: "1.36"', "data-science: {}"
GIVEN = (
    f"{{vpc_id: {VPC_ID}, private_subnet_ids: [subnet-{'1' * 17}, subnet-{'2' * 17}], "
    f"endpoint_subnets: {{subnet-{'5' * 17}: 10.20.9.0/24}}}}"
)
PERSON = "arn:aws:iam::123456789012:role/scientist"
DEPLOYER = "arn:aws:iam::123456789012:role/ci/deployer"
SESSION = "arn:aws:sts::123456789012:assumed-role/deployer/session"
ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
UPDATE = "`aws eks update-cluster-config --name shared"
EVERYBODY = {
    "vpcId": VPC_ID,
    "endpointPrivateAccess": True,
    "endpointPublicAccess": True,
    "publicAccessCidrs": ["0.0.0.0/0"],
}
LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


class Eks:
    """EKS with one cluster in which everything is as it should be, until a test changes it."""

    exceptions = SimpleNamespace(ResourceNotFoundException=LookupError)

    def __init__(self) -> None:
        self.cluster: dict[str, Any] = {
            "status": "ACTIVE",
            "version": "1.36",
            "kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16"},
            "resourcesVpcConfig": {"vpcId": VPC_ID, "endpointPrivateAccess": True, "endpointPublicAccess": False},
            "accessConfig": {"authenticationMode": "API"},
            "encryptionConfig": [{"resources": ["secrets"]}],
            "logging": {"clusterLogging": [{"types": LOGS, "enabled": True}]},
            "deletionProtection": True,
            "computeConfig": {"enabled": False},
        }
        self.values: dict[str, Any] = vpc_cni.configuration(pods_apart=False)
        self.add_ons = {*add_ons.NODE_ADD_ONS, *add_ons.POD_ADD_ONS, "vpc-cni"}
        self.status = "ACTIVE"
        self.add_on_version = "v1.21.1-eksbuild.3"
        self.entries: dict[str, dict[str, str]] = {DEPLOYER: {}}
        self.scope = "cluster"

    def describe_cluster(self, name: str) -> dict[str, Any]:
        if name != "shared":
            raise LookupError(name)
        return {"cluster": self.cluster}

    def describe_addon(self, clusterName: str, addonName: str) -> dict[str, Any]:  # noqa: N803
        if addonName not in self.add_ons:
            raise LookupError(clusterName)
        values = json.dumps(self.values)
        return {"addon": {"status": self.status, "addonVersion": self.add_on_version, "configurationValues": values}}

    def get_paginator(self, _operation: str) -> Self:
        return self

    def paginate(self, clusterName: str) -> list[dict[str, Any]]:  # noqa: N803
        assert clusterName == "shared"
        return [{"accessEntries": [arn]} for arn in self.entries]

    def describe_access_entry(self, principalArn: str, **_: str) -> dict[str, Any]:  # noqa: N803
        return {"accessEntry": {"tags": self.entries[principalArn]}}

    def list_associated_access_policies(self, principalArn: str, **_: str) -> dict[str, Any]:  # noqa: N803
        assert principalArn == DEPLOYER
        return {"associatedAccessPolicies": [{"policyArn": ADMIN, "accessScope": {"type": self.scope}}]}


@pytest.fixture
def eks() -> Eks:
    return Eks()


def faults(directory: Path, eks: Any, *, name: str = "shared", cluster: str = "", network: str = "null") -> list[str]:
    text = changed(VPC, f"{VPC}\n  pod_cidr: {network}\n  existing: {GIVEN}")
    text = changed(TEAM, f"data-science: {{role_arn: {PERSON}}}", text)
    settings = load(directory, changed(VERSION, f"{VERSION}\n  existing: {{name: {name}}}{cluster}", text))
    assert settings.cluster.existing
    return list(existing_cluster.faults(settings, settings.cluster.existing, SESSION, eks))


def test_a_fitting_cluster_passes(eks: Eks, tmp_path: Path) -> None:
    assert faults(tmp_path, eks) == []


def test_a_missing_cluster_is_named(eks: Eks, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, eks, name="other")
    assert fault == "cluster.existing.name: there is no cluster other in eu-west-1 of this account"


def test_a_cluster_that_is_not_ready_is_not_asked_further(eks: Eks, tmp_path: Path) -> None:
    eks.cluster = {"status": "CREATING"}
    assert faults(tmp_path, eks) == ["cluster.existing.name: shared is CREATING; wait until it is ACTIVE"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version": "1.33"}, "cluster.existing.name: it runs Kubernetes 1.33, the platform knows 1.35, 1.36; its own"),
        ({"version": "1.35"}, 'cluster.version: the existing cluster runs 1.35, not 1.36; write "1.35"'),
        (
            {"kubernetesNetworkConfig": {"serviceIpv4Cidr": "10.100.0.0/16"}},
            "cluster.service_cidr: the existing cluster has 10.100.0.0/16, not 172.20.0.0/16; write that",
        ),
        (
            {"resourcesVpcConfig": {"vpcId": "vpc-1", "endpointPrivateAccess": True}},
            f"network.existing.vpc_id: the existing cluster is in vpc-1, not in {VPC_ID}; name its own VPC",
        ),
        (
            {"resourcesVpcConfig": {"vpcId": VPC_ID}},
            f"no private endpoint, which nodes reach it by; run {UPDATE} --resources-vpc-config endpointPriv",
        ),
        (
            {"resourcesVpcConfig": EVERYBODY},
            f"0.0.0.0/0 reach shared from the Internet; run {UPDATE} --resources-vpc-config endpointPublicAcc",
        ),
        (
            {"accessConfig": {"authenticationMode": "API_AND_CONFIG_MAP"}},
            f"API_AND_CONFIG_MAP, the platform by access entries; run {UPDATE} --access-config authenticationMode=API",
        ),
        ({"accessConfig": {}}, "lets people in by CONFIG_MAP"),
        ({"encryptionConfig": []}, "shared does not encrypt Secrets with a KMS key; run `aws eks associate-encryption"),
        (
            {"logging": {"clusterLogging": [{"types": LOGS[:3], "enabled": True}, {"types": LOGS, "enabled": False}]}},
            f'shared does not log controllerManager, scheduler; run {UPDATE} --logging \'{{"clusterLogging": [{{"types',
        ),
        ({"computeConfig": {"enabled": True}}, "shared is in Auto Mode"),
    ],
)
def test_a_cluster_with_one_fault_is_refused_with_the_way_to_mend_it(
    eks: Eks, tmp_path: Path, change: dict[str, Any], fault: str
) -> None:
    eks.cluster |= change
    (found,) = faults(tmp_path, eks)
    assert fault in found


def test_a_public_endpoint_is_let_through_as_far_as_the_settings_list_it(eks: Eks, tmp_path: Path) -> None:
    eks.cluster["resourcesVpcConfig"] |= {"endpointPublicAccess": True, "publicAccessCidrs": ["8.8.0.0/16"]}
    assert faults(tmp_path, eks, cluster="\n  public_access_cidrs: [8.8.0.0/16]") == []


def test_deletion_protection_is_demanded_where_the_settings_want_it(eks: Eks, tmp_path: Path) -> None:
    eks.cluster["deletionProtection"] = False
    assert faults(tmp_path, eks) == []
    text = changed(VPC, f"{VPC}\n  pod_cidr: null\n  existing: {GIVEN}")
    text = changed("deletion_protection: false", "deletion_protection: true", text)
    settings = load(tmp_path, changed(VERSION, f"{VERSION}\n  existing: {{name: shared}}", text))
    assert settings.cluster.existing
    client: Any = eks
    (fault,) = existing_cluster.faults(settings, settings.cluster.existing, SESSION, client)
    assert "shared can be deleted by mistake; run `aws eks update-cluster-config --name shared --deletion-" in fault


@pytest.mark.parametrize("add_on", ["vpc-cni", "eks-pod-identity-agent", "coredns", "kube-proxy", "metrics-server"])
def test_a_missing_add_on_is_named(eks: Eks, tmp_path: Path, add_on: str) -> None:
    eks.add_ons.remove(add_on)
    (fault,) = faults(tmp_path, eks)
    assert f"shared lacks the EKS add-on {add_on}; its owner must run `aws eks create-addon" in fault


def test_drivers_are_demanded_as_far_as_the_settings_want_them(eks: Eks, tmp_path: Path) -> None:
    eks.add_ons.add("aws-ebs-csi-driver")
    text = changed("volumes: false", "volumes: true\n    buckets: true")
    text = changed(VPC, f"{VPC}\n  pod_cidr: null\n  existing: {GIVEN}", text)
    settings = load(tmp_path, changed(VERSION, f"{VERSION}\n  existing: {{name: shared}}", text))
    assert settings.cluster.existing
    client: Any = eks
    (fault,) = existing_cluster.faults(settings, settings.cluster.existing, SESSION, client)
    assert "shared lacks the EKS add-on aws-mountpoint-s3-csi-driver" in fault


def test_a_broken_add_on_is_named(eks: Eks, tmp_path: Path) -> None:
    eks.status = "DEGRADED"
    assert len(faults(tmp_path, eks)) == len(eks.add_ons)


def test_network_policies_must_be_enforced_from_the_first_moment(eks: Eks, tmp_path: Path) -> None:
    eks.values = {"enableNetworkPolicy": "false", "nodeAgent": {"enablePolicyEventLogs": "true"}}
    (fault,) = faults(tmp_path, eks)
    assert "the vpc-cni of shared lacks enableNetworkPolicy=true, env.NETWORK_POLICY_ENFORCING_MODE=strict;" in fault
    assert "aws eks update-addon --cluster-name shared --addon-name vpc-cni --configuration-values '{" in fault


@pytest.mark.parametrize(
    ("version", "fits"),
    [("v1.21.1-eksbuild.3", True), ("v1.100.0-eksbuild.1", True), ("v1.21.0-eksbuild.9", False), ("v1.9.3", False)],
)
def test_the_baseline_firewall_needs_a_vpc_cni_that_knows_it(
    eks: Eks, tmp_path: Path, version: str, *, fits: bool
) -> None:
    eks.add_on_version = version
    assert faults(tmp_path, eks) == []
    found = faults(tmp_path, eks, name="shared, cluster_network_policies: true")
    told = (
        f"cluster.existing.cluster_network_policies: the vpc-cni of shared is {version}; its owner must update it to "
    )
    assert found == ([] if fits else [f"{told}v1.21.1 or newer, or write false"])


def test_values_in_the_words_of_yaml_are_the_same(eks: Eks, tmp_path: Path) -> None:
    eks.values["enableNetworkPolicy"] = True
    assert faults(tmp_path, eks) == []


def test_subnets_of_pods_are_in_the_settings_and_in_the_cluster(eks: Eks, tmp_path: Path) -> None:
    eks.values = vpc_cni.configuration(pods_apart=True)
    (fault,) = faults(tmp_path, eks)
    assert fault == "network.pod_cidr: the existing cluster has subnets for pods only; write their range, not null"


def test_the_role_that_deploys_must_be_administrator_of_the_whole_cluster(eks: Eks, tmp_path: Path) -> None:
    eks.scope = "namespace"
    (fault,) = faults(tmp_path, eks)
    assert "deployer, which deploys, is no administrator of shared" in fault
    eks.entries = {}
    assert faults(tmp_path, eks) == [fault]


def test_a_named_deployer_counts_and_not_who_previews(eks: Eks, tmp_path: Path) -> None:
    named = "\n  access: {deployer_role_arn: 'arn:aws:iam::123456789012:role/other'}"
    (fault,) = faults(tmp_path, eks, cluster=named)
    assert "other, which deploys, is no administrator of shared" in fault


def test_an_access_entry_that_is_not_the_platforms_is_named(eks: Eks, tmp_path: Path) -> None:
    eks.entries[PERSON] = {}
    (fault,) = faults(tmp_path, eks)
    assert fault.startswith(f"teams.data-science.role_arn: {PERSON} has an access entry of shared already")
    eks.entries[PERSON] = {"mlplatform:environment": "dev"}
    assert faults(tmp_path, eks) == []


def test_all_faults_are_said_at_once(eks: Eks, tmp_path: Path) -> None:
    eks.cluster |= {"encryptionConfig": [], "logging": {}, "version": "1.35"}
    eks.add_ons.remove("coredns")
    assert len(faults(tmp_path, eks)) == 4
