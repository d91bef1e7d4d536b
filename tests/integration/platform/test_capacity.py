"""What a pool falls back to: reserved, spot, on demand, over two instance types and two zones, within its caps."""

import json
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from tests.integration.platform.cluster import Cluster

SMALL, LARGE = "g6.2xlarge", "g6.4xlarge"


def patch(cluster: Cluster, kind: str, spec: dict[str, Any]) -> None:
    cluster.kubectl("patch", kind, "gpu", "--type=merge", "--patch", json.dumps({"spec": spec}))


def cap(cluster: Cluster, **limits: str) -> None:
    """Let the pool have these limits only."""
    pool = cluster.pool()
    patch(cluster, "nodepool", {"limits": dict.fromkeys(pool["spec"]["limits"]) | limits})


def limit(cluster: Cluster, instance_type: str, zone: str, *options: str) -> None:
    cluster.mlplatform("sandbox", "capacity", instance_type, "--zone", zone, *options)


@pytest.fixture(scope="module")
def reservation(cluster: Cluster) -> Generator[str]:
    """One instance in zone b, reserved for the pool."""
    pool, (node_class,) = cluster.pool(), cluster.objects("ec2nodeclasses")
    ec2 = cluster.aws("ec2")
    made = ec2.create_capacity_reservation(
        InstanceType=SMALL, InstancePlatform="Linux/UNIX", AvailabilityZone="eu-west-1b",
        InstanceCount=1, InstanceMatchCriteria="targeted",
        TagSpecifications=[{"ResourceType": "capacity-reservation", "Tags": [{"Key": "pool", "Value": "gpu"}]}],
    )["CapacityReservation"]["CapacityReservationId"]  # fmt: skip
    patch(cluster, "ec2nodeclass", {"capacityReservationSelectorTerms": [{"tags": {"pool": "gpu"}}]})
    template = pool["spec"]["template"]
    others = [one for one in template["spec"]["requirements"] if one["key"] != "karpenter.sh/capacity-type"]
    kinds = {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["reserved", "spot", "on-demand"]}
    patch(cluster, "nodepool", {"template": {"spec": {"requirements": [*others, kinds]}}})
    yield made
    cluster.kubectl("delete", "deployment", "gpu")
    # Faster than to wait until Karpenter finds them idle.
    cluster.kubectl("delete", "nodeclaims", "--all")
    for kind in (SMALL, LARGE):
        cluster.mlplatform("sandbox", "capacity", kind, "--restore")
    cap(cluster, **pool["spec"]["limits"])
    patch(cluster, "nodepool", {"template": template})
    patch(cluster, "ec2nodeclass", {"capacityReservationSelectorTerms": None} | node_class["spec"])
    ec2.cancel_capacity_reservation(CapacityReservationId=made)


@pytest.mark.usefixtures("reservation")
def test_a_cap_on_cpus_holds_too(cluster: Cluster) -> None:
    cap(cluster, cpu="12")
    cluster.run_gpu_pods(2)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 1, "Pending": 1})
    cluster.wait(lambda: "exceed limits for nodepool" in cluster.kubectl("get", "events"))
    assert len(cluster.gpu_nodes()) == 1


def test_reserved_comes_first_then_spot_then_on_demand_up_to_the_cap(cluster: Cluster, reservation: str) -> None:
    cluster.run_gpu_pods(1)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 1})
    cap(cluster, **{"nvidia.com/gpu": "5"})
    limit(cluster, SMALL, "a", "--spot", "1", "--on-demand", "0")
    limit(cluster, SMALL, "b", "--spot", "0", "--on-demand", "1")
    limit(cluster, LARGE, "a", "--spot", "0", "--on-demand", "1")
    limit(cluster, LARGE, "b", "--spot", "1", "--on-demand", "0")
    (node,) = cluster.gpu_nodes()
    labels = node["metadata"]["labels"]
    assert labels["karpenter.sh/capacity-type"] == "reserved"
    assert labels["karpenter.k8s.aws/capacity-reservation-id"] == reservation
    assert labels["karpenter.k8s.aws/capacity-reservation-type"] == "default"
    cluster.run_gpu_pods(6)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 5, "Pending": 1}, 120)
    taken = Counter(
        (one["InstanceType"], one["Placement"]["AvailabilityZone"][-1], one.get("InstanceLifecycle", "on-demand"))
        for one in cluster.instances("karpenter.sh/nodepool").values()
        if "CapacityReservationId" not in one
    )
    assert taken == Counter(
        [(SMALL, "a", "spot"), (LARGE, "b", "spot"), (SMALL, "b", "on-demand"), (LARGE, "a", "on-demand")]
    )
    (described,) = cluster.aws("ec2").describe_capacity_reservations(CapacityReservationIds=[reservation])[
        "CapacityReservations"
    ]
    assert described["AvailableInstanceCount"] == 0
