"""Karpenter objects as pure functions: which nodes may be started, from what, and how many."""

from collections.abc import Mapping, Sequence

from pulumi import Input

from components.efa_fabric import Fabric
from components.node_setup import GP3_MIBPS


def node_class(
    *,
    cluster_name: str,
    instance_profile_name: Input[str],
    ami: Mapping[str, Input[str]],
    disk_size_gib: int,
    key_arn: Input[str],
    tags: Mapping[str, Input[str]],
    reservations: Sequence[Mapping[str, object]] = (),
    disk_throughput_mibps: int = GP3_MIBPS,
    local_disks: bool = False,
    user_data: str | None = None,
    fabric: Fabric | None = None,
) -> dict[str, object]:
    """Spec of an EC2NodeClass: private subnets, IMDSv2 out of pods' reach, an encrypted volume, a pinned image.

    `ami`: `{"alias": "al2023@v20260818"}`, or the `id` of an image that was built from such a release.
    """
    options: dict[str, object] = {}
    if reservations:
        options["capacityReservationSelectorTerms"] = [dict(term) for term in reservations]
    if local_disks:
        options["instanceStorePolicy"] = "RAID0"
    if user_data:
        options["userData"] = user_data
    if fabric:
        options["placementGroupSelector"] = {"name": fabric.placement_group_name}
        options["networkInterfaces"] = [
            {"networkCardIndex": one.card, "deviceIndex": one.device, "interfaceType": one.kind}
            for one in fabric.interfaces
        ]
    faster = {"throughput": disk_throughput_mibps} if disk_throughput_mibps > GP3_MIBPS else {}
    return {
        "instanceProfile": instance_profile_name,
        # An image's id does not tell Karpenter how its nodes join.
        **({} if "alias" in ami else {"amiFamily": "AL2023"}),
        "amiSelectorTerms": [dict(ami)],
        "subnetSelectorTerms": [{"tags": {"karpenter.sh/discovery": cluster_name}}],
        "securityGroupSelectorTerms": [
            {"tags": {"aws:eks:cluster-name": cluster_name}},
            *({"id": one} for one in (fabric.security_group_ids if fabric else ())),
        ],
        "associatePublicIPAddress": False,
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "rootVolume": True,
                "ebs": {
                    "volumeSize": f"{disk_size_gib}Gi",
                    "volumeType": "gp3",
                    **faster,
                    "encrypted": True,
                    "kmsKeyID": key_arn,
                    "deleteOnTermination": True,
                },
            }
        ],
        "tags": dict(tags),
        **options,
    }


def reservation_terms(ids: Sequence[str], tags: Mapping[str, str]) -> list[Mapping[str, object]]:
    """Capacity reservations and blocks that nodes may use: these, and those that carry all of the tags."""
    return [*({"id": one} for one in ids), *([{"tags": dict(tags)}] if tags else [])]


def shared_gpus(pool_name: str, gpus: int) -> dict[str, object]:
    """Spec of a NodeOverlay: how many pods with one GPU fit on a node, which only its device plugin would tell.

    Without it Karpenter would start a node for each pod and see too late that one had been enough.
    """
    return {
        "requirements": [{"key": "karpenter.sh/nodepool", "operator": "In", "values": [pool_name]}],
        "capacity": {"nvidia.com/gpu": str(gpus)},
    }


def node_pool(
    *,
    pool_name: str,
    labels: Mapping[str, str],
    taints: Sequence[Mapping[str, str]],
    instance_types: Sequence[str],
    zones: Sequence[str],
    capacity: Sequence[str],
    limits: Mapping[str, str],
    consolidation: str,
    idle_minutes: int,
    expire_hours: int,
) -> dict[str, object]:
    """Spec of a NodePool: tainted, capped, idle nodes stopped, nodes renewed in time."""
    where = [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": list(zones)}] if zones else []
    return {
        "template": {
            "metadata": {"labels": dict(labels)},
            "spec": {
                "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": pool_name},
                "taints": [dict(taint) for taint in taints],
                "requirements": [
                    {"key": "node.kubernetes.io/instance-type", "operator": "In", "values": list(instance_types)},
                    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": list(capacity)},
                    {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
                    {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
                    *where,
                ],
                "expireAfter": f"{expire_hours}h",
                "terminationGracePeriod": "1h",
            },
        },
        "limits": dict(limits),
        "disruption": {
            "consolidationPolicy": consolidation,
            "consolidateAfter": f"{idle_minutes}m",
            "budgets": [{"nodes": "1"}],
        },
    }
