"""Pools of every kind, from the settings to running pods: what was asked is what appears, and the caps hold."""

import json
from collections.abc import Generator
from typing import Any

import pytest
import yaml

from tests.integration.platform.cluster import Cluster
from tests.integration.platform.conftest import IDLE

RESERVED, BLOCK = "p5.4xlarge", "g6e.2xlarge"
SHARED: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "sliced": ("g5.xlarge", "a10g", {"strategy": "time-slicing", "pods_per_gpu": 4}, 4),
    "mps": ("g4dn.xlarge", "t4", {"strategy": "mps", "pods_per_gpu": 2}, 2),
    "divided": ("p5.4xlarge", "h100", {"strategy": "mig", "mig_profile": "1g.20gb"}, 4),
}
"""Pool with shared GPUs -> instance type, GPU model, how they are shared, pods of a GPU."""
KARPENTERS = (*SHARED, "reserved", "fabric")


def declared(reservation: str, block: str) -> dict[str, Any]:
    """The pools that come to the one of dev."""
    managed = {"provisioning": "managed", "zones": ["eu-west-1a"]}
    blocks = {"ids": [block], "capacity_block": True}
    efa = {"efa": True, "zones": ["eu-west-1a"]}
    return {
        **{
            name: {
                "instance_types": [instance_type],
                "max_gpus": 1,
                "sharing": sharing,
                "local_disks": True,
                "parallel_image_pull": True,
            }
            for name, (instance_type, _, sharing, _) in SHARED.items()
        },
        "reserved": {
            "instance_types": [RESERVED],
            "capacity": ["reserved", "on-demand"],
            "reservations": {"ids": [reservation]},
            "tenant": "iris",
            "max_gpus": 4,
            "max_nodes": 2,
        },
        "fabric": {**efa, "instance_types": ["g6.8xlarge"], "max_gpus": 1},
        "together": {
            **managed,
            **efa,
            "instance_types": ["g6e.24xlarge"],
            "min_nodes": 1,
            "max_gpus": 4,
        },
        "managed": {**managed, "instance_types": ["g6e.xlarge"], "min_nodes": 1, "max_gpus": 2},
        "block": {
            **managed,
            "instance_types": [BLOCK],
            "capacity": ["reserved"],
            "reservations": blocks,
            "max_gpus": 2,
        },
    }


@pytest.fixture(scope="module", autouse=True)
def pools(cluster: Cluster) -> Generator[None]:
    """An up of dev with these pools; the environment's destroy takes them."""
    ec2 = cluster.aws("ec2")
    reservation = ec2.create_capacity_reservation(
        InstanceType=RESERVED, InstancePlatform="Linux/UNIX", AvailabilityZone="eu-west-1b",
        InstanceCount=1, InstanceMatchCriteria="targeted",
    )["CapacityReservation"]["CapacityReservationId"]  # fmt: skip
    offers = ec2.describe_capacity_block_offerings(InstanceType=BLOCK, InstanceCount=1, CapacityDurationHours=24)
    offer = next(one for one in offers["CapacityBlockOfferings"] if one["AvailabilityZone"] == "eu-west-1a")
    block = ec2.purchase_capacity_block(
        CapacityBlockOfferingId=offer["CapacityBlockOfferingId"], InstancePlatform="Linux/UNIX"
    )["CapacityReservation"]["CapacityReservationId"]
    settings = cluster.settings("dev")
    settings["node_pools"] |= declared(reservation, block)
    (cluster.root / "stacks" / "dev.yaml").write_text(yaml.safe_dump(settings, sort_keys=False))
    cluster.command("pulumi", "up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive")
    cluster.kubectl("patch", "nodepool", *KARPENTERS, "--type=merge", "--patch", IDLE)
    yield
    cluster.kubectl("delete", "deployment", *declared("", ""), "--ignore-not-found")


def labels_of(node: dict[str, Any]) -> dict[str, str]:
    return node["metadata"]["labels"]


@pytest.mark.parametrize("pool", SHARED)
def test_pods_share_the_gpu_of_one_node_up_to_the_cap(cluster: Cluster, pool: str) -> None:
    instance_type, gpu, sharing, pods = SHARED[pool]
    cluster.run_gpu_pods(pods + 1, pool)
    cluster.wait(lambda: cluster.gpu_pods(pool) == {"Running": pods, "Pending": 1})
    (node,) = cluster.nodes_of(pool)
    labels = labels_of(node)
    assert labels["node.kubernetes.io/instance-type"] == instance_type
    assert labels["mlplatform.io/gpu"] == gpu
    assert labels["nvidia.com/gpu.sharing-strategy"] == sharing["strategy"]
    assert labels["nvidia.com/device-plugin.config"] == pool
    assert node["status"]["allocatable"]["nvidia.com/gpu"] == str(pods)
    assert len(cluster.objects("nodeclaims", f"--selector=karpenter.sh/nodepool={pool}")) == 1


def test_a_reservation_is_filled_first_and_the_cap_in_nodes_holds(cluster: Cluster) -> None:
    cluster.run_gpu_pods(1, "reserved", tenant="iris")
    cluster.wait(lambda: cluster.gpu_pods("reserved") == {"Running": 1})
    cluster.run_gpu_pods(3, "reserved", tenant="iris")
    cluster.wait(lambda: cluster.gpu_pods("reserved") == {"Running": 2, "Pending": 1})
    nodes = sorted(map(labels_of, cluster.nodes_of("reserved")), key=lambda one: one["karpenter.sh/capacity-type"])
    assert [one["karpenter.sh/capacity-type"] for one in nodes] == ["on-demand", "reserved"]
    assert nodes[1]["topology.kubernetes.io/zone"] == "eu-west-1b"
    for one in nodes:
        assert one["node.kubernetes.io/instance-type"] == RESERVED
        assert one["mlplatform.io/gpu"] == "h100"
        assert one["mlplatform.io/nvidia-driver"] == "580"
        assert one["node-restriction.kubernetes.io/tenant"] == "iris"


def test_a_managed_pool_has_its_fewest_nodes_from_the_start(cluster: Cluster) -> None:
    (node,) = cluster.nodes_of("managed")
    labels = labels_of(node)
    assert labels["eks.amazonaws.com/capacityType"] == "ON_DEMAND"
    assert labels["node.kubernetes.io/instance-type"] == "g6e.xlarge"
    assert labels["topology.kubernetes.io/zone"] == "eu-west-1a"
    assert labels["mlplatform.io/gpu"] == "l40s"
    assert {taint["key"] for taint in node["spec"]["taints"]} == {"nvidia.com/gpu", "mlplatform.io/node-pool"}
    cluster.run_gpu_pods(2, "managed")
    cluster.wait(lambda: cluster.gpu_pods("managed") == {"Running": 1, "Pending": 1})


def group(cluster: Cluster, pool: str) -> tuple[Any, dict[str, str]]:
    """EKS, and which of its node groups the pool is."""
    eks, names = cluster.aws("eks"), {"clusterName": "mlplatform-dev"}
    found = eks.list_nodegroups(**names)["nodegroups"]
    return eks, names | {"nodegroupName": next(one for one in found if one.startswith(f"pool-{pool}-"))}


def test_a_managed_pool_grows_to_its_cap_and_no_further(cluster: Cluster) -> None:
    eks, names = group(cluster, "managed")
    with pytest.raises(eks.exceptions.InvalidParameterException, match="desired"):
        eks.update_nodegroup_config(**names, scalingConfig={"desiredSize": 3})
    eks.update_nodegroup_config(**names, scalingConfig={"desiredSize": 2})
    cluster.wait(lambda: cluster.gpu_pods("managed") == {"Running": 2})
    assert len(cluster.nodes_of("managed")) == 2


def test_a_managed_pool_in_a_capacity_block_waits_at_zero_and_starts_inside_it(cluster: Cluster) -> None:
    assert cluster.nodes_of("block") == []
    eks, names = group(cluster, "block")
    eks.update_nodegroup_config(**names, scalingConfig={"desiredSize": 1})
    cluster.run_gpu_pods(1, "block")
    cluster.wait(lambda: cluster.gpu_pods("block") == {"Running": 1})
    (node,) = cluster.nodes_of("block")
    instance = cluster.instances()[node["spec"]["providerID"].rpartition("/")[2]]
    assert instance["InstanceType"] == BLOCK
    assert instance["CapacityReservationId"] in json.dumps(cluster.settings("dev")["node_pools"]["block"])
    with pytest.raises(eks.exceptions.InvalidRequestException, match="has no room"):
        eks.update_nodegroup_config(**names, scalingConfig={"desiredSize": 2})


@pytest.mark.parametrize(("pool", "adapters"), [("fabric", 1), ("together", 2)])
def test_a_pod_that_asks_for_efa_gets_it_in_the_pools_placement_group(
    cluster: Cluster, pool: str, adapters: int
) -> None:
    cluster.run_gpu_pods(1, pool, adapters=adapters)
    cluster.wait(lambda: cluster.gpu_pods(pool) == {"Running": 1})
    (node,) = cluster.nodes_of(pool)
    assert labels_of(node)["topology.kubernetes.io/zone"] == "eu-west-1a"
    assert node["status"]["allocatable"]["vpc.amazonaws.com/efa"] == str(adapters)
    instance = cluster.instances()[node["spec"]["providerID"].rpartition("/")[2]]
    groups = cluster.aws("ec2").describe_security_groups(
        GroupIds=[one["GroupId"] for one in instance["SecurityGroups"]]
    )
    assert f"EFA between the nodes of pool {pool}" in {one["Description"] for one in groups["SecurityGroups"]}


def test_karpenters_pools_of_every_kind_stop_their_idle_nodes(cluster: Cluster) -> None:
    for pool in KARPENTERS:
        cluster.kubectl("delete", "deployment", pool)
    idle = f"--selector=karpenter.sh/nodepool in ({','.join(KARPENTERS)})"
    cluster.wait(lambda: not cluster.objects("nodeclaims", idle), 90)
    assert len(cluster.nodes_of("managed")) == 2, "EKS keeps what it was told to run"
