"""Karpenter objects as pure functions: which nodes may be started, from what, and how many."""

from collections.abc import Mapping, Sequence

from pulumi import Input

from components import pool_placement


def node_class(
    *,
    cluster_name: str,
    instance_profile_name: Input[str],
    ami_alias: Input[str],
    disk_size_gib: int,
    key_arn: Input[str],
    tags: Mapping[str, Input[str]],
) -> dict[str, object]:
    """Spec of an EC2NodeClass: private subnets, IMDSv2 out of pods' reach, an encrypted volume, a pinned image."""
    return {
        "instanceProfile": instance_profile_name,
        "amiSelectorTerms": [{"alias": ami_alias}],
        "subnetSelectorTerms": [{"tags": {"karpenter.sh/discovery": cluster_name}}],
        "securityGroupSelectorTerms": [{"tags": {"aws:eks:cluster-name": cluster_name}}],
        "associatePublicIPAddress": False,
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "rootVolume": True,
                "ebs": {
                    "volumeSize": f"{disk_size_gib}Gi",
                    "volumeType": "gp3",
                    "encrypted": True,
                    "kmsKeyID": key_arn,
                    "deleteOnTermination": True,
                },
            }
        ],
        "tags": dict(tags),
    }


def gpu_node_pool(
    *,
    pool_name: str,
    instance_types: Sequence[str],
    capacity_types: Sequence[str],
    max_gpus: int,
    idle_minutes: int,
) -> dict[str, object]:
    """Spec of a NodePool: tainted for GPU workloads, capped in GPUs, empty nodes stopped, nodes renewed in time."""
    return {
        "template": {
            "metadata": {"labels": pool_placement.node_labels(pool_name)},
            "spec": {
                "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": pool_name},
                "taints": pool_placement.taints(pool_name),
                "requirements": [
                    {"key": "node.kubernetes.io/instance-type", "operator": "In", "values": list(instance_types)},
                    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": list(capacity_types)},
                    {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
                    {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
                ],
                "expireAfter": "336h",
                "terminationGracePeriod": "1h",
            },
        },
        "limits": {"nvidia.com/gpu": str(max_gpus)},
        "disruption": {
            "consolidationPolicy": "WhenEmpty",  # moving a loaded model costs minutes of its service
            "consolidateAfter": f"{idle_minutes}m",
            "budgets": [{"nodes": "1"}],
        },
    }
