"""The wiring: what the environments are made of, what is protected, and in which order they go."""

from collections.abc import Iterable

import pytest

from stacks import settings
from tests.recording import RecordedResource, record_environment

ENVIRONMENTS = tuple(settings.environments())
WITH_GPUS = ("dev", "test", "prod")


@pytest.fixture(scope="module")
def recorded() -> dict[str, list[RecordedResource]]:
    return {environment: record_environment(environment) for environment in ENVIRONMENTS}


@pytest.fixture(scope="module")
def deployed() -> dict[str, list[RecordedResource]]:
    """As after their creation, so that what is made from outputs can be seen."""
    return {environment: record_environment(environment, preview=False) for environment in ENVIRONMENTS}


def of_type(resources: Iterable[RecordedResource], token: str) -> list[RecordedResource]:
    return [resource for resource in resources if resource.type == token]


def goes_before(resources: list[RecordedResource]) -> dict[str, set[str]]:
    """For each URN, everything that still exists when it is destroyed: what it depends on, its parent, its provider."""
    by_urn = {resource.urn: resource for resource in resources}
    direct = {
        urn: {*resource.dependencies, resource.parent, resource.provider.rpartition("::")[0]} & by_urn.keys()
        for urn, resource in by_urn.items()
    }
    closed: dict[str, set[str]] = {}

    def close(urn: str) -> set[str]:
        if urn not in closed:
            closed[urn] = set()
            closed[urn] = direct[urn] | {far for near in direct[urn] for far in close(near)}
        return closed[urn]

    for urn in by_urn:
        close(urn)
    return closed


@pytest.mark.parametrize("environment", WITH_GPUS)
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("InferenceService", "NetworkPolicy::tenant-iris-firewall-default-deny"),
        ("InferenceService", "Namespace::tenant-iris-namespace"),
        ("InferenceService", "NodePool::pool-gpu-node-pool"),
        ("InferenceService", "Release::serving-kserve"),
        ("NetworkPolicy::tenant-iris-firewall-to-dns", "NetworkPolicy::tenant-iris-firewall-default-deny"),
        ("NodePool::pool-gpu-node-pool", "EC2NodeClass::pool-gpu-node-class"),
        ("EC2NodeClass", "Release::karpenter-controller"),
        ("Release::karpenter-controller", "Release::karpenter-crds"),
        ("Release::karpenter-controller", "nodeGroup:NodeGroup::system-nodes-node-group"),
        # The gateway's namespace goes with its load balancer in it, while the controller is still there to delete that.
        ("Release::serving-kserve-runtimes", "GatewayClass::gateway-class"),
        ("GatewayClass::gateway-class", "Release::gateway-envoy"),
        ("Release::gateway-envoy", "Namespace::gateway-envoy-gateway-system"),
        ("Namespace::gateway-envoy-gateway-system", "Release::load-balancers-controller"),
        # So does a tenant's, should somebody have made a load balancer in it past the admission policy.
        ("Namespace::tenant-iris-namespace", "Release::load-balancers-controller"),
        ("Namespace::tenant-iris-namespace", "Release::karpenter-controller"),
        ("Release::load-balancers-controller", "nodeGroup:NodeGroup::system-nodes-node-group"),
        ("Release::load-balancers-controller", "NetworkPolicy::platform-firewall-kube-system-controllers"),
        ("Release::load-balancers-controller", "addon:Addon::add-ons-coredns"),
        ("Release::serving-kserve-runtimes", "Release::serving-cert-manager"),
        ("addon:Addon::add-ons-coredns", "NetworkPolicy::platform-firewall-dns"),
        ("nodeGroup:NodeGroup::system-nodes-node-group", "addon:Addon::vpc-cni-add-on"),
        ("addon:Addon::vpc-cni-add-on", "cluster:Cluster::cluster-cluster"),
        ("cluster:Cluster::cluster-cluster", "subnet:Subnet::network-private-eu-west-1a"),
        ("cluster:Cluster::cluster-cluster", "natGateway:NatGateway::network-nat-eu-west-1a"),
        (":Namespace::", "accessPolicyAssociation:AccessPolicyAssociation::access-deployer-policy"),
    ],
)
def test_destroy_goes_from_workloads_to_the_network(
    recorded: dict[str, list[RecordedResource]], environment: str, first: str, then: str
) -> None:
    order = goes_before(recorded[environment])
    earlier = [urn for urn in order if first in urn]
    later = [urn for urn in order if urn.endswith(then)]
    assert earlier
    assert len(later) == 1
    for urn in earlier:
        if "tenant-iris" in urn or "tenant-iris" not in then:
            assert later[0] in order[urn], f"{urn} may outlive {then}"


STATEFUL = (
    "aws:s3/bucket:Bucket",
    "aws:kms/key:Key",
    "aws:ecr/repository:Repository",
    "aws:eks/cluster:Cluster",
)


@pytest.mark.parametrize("environment", ["test", "prod"])
def test_what_holds_state_is_protected_outside_dev(
    recorded: dict[str, list[RecordedResource]], environment: str
) -> None:
    for token in STATEFUL:
        found = of_type(recorded[environment], token)
        assert found
        assert all(resource.options.protect for resource in found), token
    for token in ("aws:s3/bucket:Bucket", "aws:ecr/repository:Repository"):
        assert all(resource.options.retain_on_delete for resource in of_type(recorded[environment], token))


def test_dev_can_be_thrown_away(recorded: dict[str, list[RecordedResource]]) -> None:
    assert not [resource.urn for resource in recorded["dev"] if resource.options.protect]
    assert all(bucket.props["forceDestroy"] for bucket in of_type(recorded["dev"], "aws:s3/bucket:Bucket"))


def test_prod_has_a_nat_gateway_per_zone_and_dev_one(recorded: dict[str, list[RecordedResource]]) -> None:
    token = "aws:ec2/natGateway:NatGateway"
    assert [len(of_type(recorded[environment], token)) for environment in ENVIRONMENTS] == [1, 1, 3, 1]


def test_every_resource_carries_the_tags_of_its_environment(recorded: dict[str, list[RecordedResource]]) -> None:
    (provider,) = of_type(recorded["prod"], "pulumi:providers:aws")
    assert "mlplatform:environment" in str(provider.props["defaultTags"])
    (template,) = of_type(recorded["prod"], "aws:ec2/launchTemplate:LaunchTemplate")
    kinds = {each["resourceType"]: each["tags"] for each in template.props["tagSpecifications"]}
    assert set(kinds) == {"instance", "volume", "network-interface"}
    assert all(tags["mlplatform:environment"] == "prod" for tags in kinds.values())


def test_prod_can_land_in_its_own_account_only(recorded: dict[str, list[RecordedResource]]) -> None:
    (provider,) = of_type(recorded["prod"], "pulumi:providers:aws")
    assert "123456789012" in str(provider.props["allowedAccountIds"])


def test_the_kubernetes_provider_gets_a_kubeconfig_without_a_token(deployed: dict[str, list[RecordedResource]]) -> None:
    (provider,) = of_type(deployed["dev"], "pulumi:providers:kubernetes")
    kubeconfig = str(provider.props["kubeconfig"])
    assert "https://ABC.gr7.eu-west-1.eks.amazonaws.com" in kubeconfig
    assert "get-token" in kubeconfig
    assert '"token"' not in kubeconfig


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_stays_well_below_what_one_stack_holds(
    recorded: dict[str, list[RecordedResource]], environment: str
) -> None:
    assert len(recorded[environment]) < 450


def test_another_tenant_changes_nothing_of_the_others(recorded: dict[str, list[RecordedResource]]) -> None:
    one = {
        resource.urn.split("::", 2)[2]: resource.props for resource in recorded["dev"] if "tenant-iris" in resource.urn
    }
    two = {
        resource.urn.split("::", 2)[2]
        for resource in recorded["test"]
        if "tenant-iris" in resource.urn
        and ":TenantStore" not in resource.urn
        and "tenant-sentiment" not in resource.urn  # which both agreed to
    }
    assert set(one) == two


def test_without_gpu_pools_there_is_no_karpenter(recorded: dict[str, list[RecordedResource]]) -> None:
    assert [resource.urn for resource in recorded["small"] if "karpenter" in resource.urn.lower()] == []
    assert of_type(recorded["small"], "kubernetes:serving.kserve.io/v1beta1:InferenceService")
