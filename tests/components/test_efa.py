"""EFA: adapters on every card, nodes close together, and nothing between them but themselves."""

from typing import Any

import pytest

from components.accelerators import ACCELERATORS
from components.efa_interfaces import CARDS, interfaces
from components.gpu_agents import GpuAgents
from tests.components.support import named, record_component
from tests.components.test_gpu_node_pool import node_group, node_pool, pool
from tests.recording import Recording

ACCESS = {"vpc_id": "vpc-1", "cluster_security_group_id": "sg-cluster", "pod_subnets": True}


def efa_pool(**changes: object) -> Recording:
    return pool(**{"instance_types": ["p4d.24xlarge"], "max_gpus": 16, "efa": ACCESS, "zones": ["a"], **changes})


def only(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def test_only_known_gpu_types_have_adapters() -> None:
    assert CARDS.keys() < ACCELERATORS.keys()


def test_a_node_has_an_ordinary_interface_and_one_adapter_on_each_card() -> None:
    assert interfaces(["p4d.24xlarge"], pod_subnets=True) == [
        (0, 0, "interface"),
        (0, 1, "efa-only"),
        (1, 0, "efa-only"),
        (2, 0, "efa-only"),
        (3, 0, "efa-only"),
    ]
    assert len(interfaces(["p5.48xlarge"], pod_subnets=False)) == 33


@pytest.mark.parametrize("instance_type", ["p5.48xlarge", "p5e.48xlarge"])
def test_pods_with_subnets_of_their_own_keep_an_interface_where_the_first_card_has_two(instance_type: str) -> None:
    found = interfaces([instance_type], pod_subnets=True)
    assert [one.device for one in found if one.card == 0] == [0]
    assert len(found) == 32


def test_karpenter_attaches_the_adapters_in_the_pools_placement_group() -> None:
    recorded = efa_pool()
    spec = only(recorded, "EC2NodeClass")["spec"]
    assert spec["networkInterfaces"][:2] == [
        {"networkCardIndex": 0, "deviceIndex": 0, "interfaceType": "interface"},
        {"networkCardIndex": 0, "deviceIndex": 1, "interfaceType": "efa-only"},
    ]
    assert spec["placementGroupSelector"].keys() == {"name"}
    tags, group = spec["securityGroupSelectorTerms"]
    assert tags == {"tags": {"aws:eks:cluster-name": "ml-dev"}}
    assert group.keys() == {"id"}
    assert only(recorded, "PlacementGroup")["strategy"] == "cluster"
    assert node_pool(recorded)["template"]["metadata"]["labels"]["mlplatform.io/efa"] == "true"


def test_a_managed_pools_launch_template_does_the_same() -> None:
    recorded = efa_pool(provisioning="managed", min_nodes=2)
    template = only(recorded, "LaunchTemplate")
    first, second = template["networkInterfaces"][:2]
    assert (first["interfaceType"], first["associatePublicIpAddress"]) == ("interface", "false")
    assert (second["interfaceType"], second["associatePublicIpAddress"]) == ("efa-only", None)
    assert all(one["securityGroups"][0] == "sg-cluster" for one in template["networkInterfaces"])
    assert all(len(one["securityGroups"]) == 2 for one in template["networkInterfaces"])
    assert "groupName" in template["placement"]
    assert node_group(recorded)["labels"]["mlplatform.io/efa"] == "true"


def test_a_capacity_block_brings_its_own_closeness() -> None:
    recorded = efa_pool(
        provisioning="managed", capacity=["reserved"], reservation_ids=["cr-0123456789abcdef0"], capacity_block=True
    )
    assert "placement" not in only(recorded, "LaunchTemplate")
    assert not named(recorded, "PlacementGroup")


def test_only_members_of_the_group_talk_through_the_adapters_in_both_directions() -> None:
    recorded = efa_pool()
    for kind in ("SecurityGroupIngressRule", "SecurityGroupEgressRule"):
        rule = only(recorded, kind)
        assert rule["ipProtocol"] == "-1"
        assert rule["referencedSecurityGroupId"] == rule["securityGroupId"]
        assert "cidrIpv4" not in rule


def test_a_pool_without_efa_has_none_of_it() -> None:
    recorded = pool()
    assert not named(recorded, "PlacementGroup")
    assert not named(recorded, "SecurityGroup")
    assert not {"networkInterfaces", "placementGroupSelector"} & only(recorded, "EC2NodeClass")["spec"].keys()
    template = only(pool(provisioning="managed"), "LaunchTemplate")
    assert not {"networkInterfaces", "placement"} & template.keys()


def test_the_adapters_device_plugin_runs_on_their_nodes_only() -> None:
    def agents(types: list[str]) -> Any:
        made = record_component(lambda opts: GpuAgents("agents", {"sharing": {}, "efa_instance_types": types}, opts))
        return named(made, "Release")

    assert "agents-efa-plugin" not in agents([])
    release = agents(["p5.48xlarge", "p4d.24xlarge"])["agents-efa-plugin"]
    assert release["name"] == "efa-plugin"
    assert release["values"]["nodeSelector"] == {"mlplatform.io/efa": "true"}
    assert release["values"]["supportedInstanceLabels"]["values"] == ["p4d.24xlarge", "p5.48xlarge"]
    assert {one["key"] for one in release["values"]["tolerations"]} == {
        "nvidia.com/gpu",
        "mlplatform.io/node-pool",
        "node-restriction.kubernetes.io/tenant",
    }
