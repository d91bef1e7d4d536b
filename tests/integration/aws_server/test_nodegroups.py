"""Managed node groups as Nodes of the sandbox's API server."""

from typing import Any

import pytest

from tests.integration.aws_server.eks import Eks
from tests.sandbox.aws.server.account import error

pytestmark = pytest.mark.integration


def test_a_node_group_appears_as_ready_nodes_in_both_zones(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", size=3, labels={"role": "system"})
    eks.clone.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=30s")
    nodes = eks.nodes("system")
    assert {node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in nodes} == {"eu-west-1a", "eu-west-1b"}
    assert [node["metadata"]["labels"]["role"] for node in nodes] == ["system"] * 3
    eks.api.delete_nodegroup(clusterName=cluster, nodegroupName="system")
    assert eks.nodes("system") == []


def test_a_gpu_pod_lands_on_a_gpu_node(eks: Eks, cluster: str) -> None:
    assert cluster
    taints = [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}]
    eks.create_nodegroup("gpu", instanceTypes=["g6.2xlarge"], amiType="AL2023_x86_64_NVIDIA", taints=taints)
    container = {"name": "model", "image": "model", "resources": {"limits": {"nvidia.com/gpu": "1"}}}
    spec = {"containers": [container], "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "model"}, "spec": spec}
    eks.clone.kubectl("apply", "-f-", manifest=pod)
    eks.clone.kubectl("wait", "--for=condition=Ready", "pod/model", "--timeout=30s")
    (node,) = eks.nodes("gpu")
    assert eks.clone.kubectl("get", "pod/model", "-o", "jsonpath={.spec.nodeName}") == node["metadata"]["name"]


def test_scaling_changes_the_nodes(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", size=1)
    for size in (4, 2, 0):
        change = {"desiredSize": size}
        eks.api.update_nodegroup_config(clusterName=cluster, nodegroupName="system", scalingConfig=change)
        assert len(eks.nodes("system")) == size


def test_a_size_out_of_bounds_is_refused_and_changes_nothing(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", size=1)
    with error("InvalidParameterException"):
        eks.api.update_nodegroup_config(clusterName=cluster, nodegroupName="system", scalingConfig={"desiredSize": 6})
    assert len(eks.nodes("system")) == 1


def test_labels_and_taints_reach_nodes_that_exist(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", labels={"old": "1"})
    taint = {"key": "dedicated", "value": "ml", "effect": "NO_SCHEDULE"}
    eks.api.update_nodegroup_config(
        clusterName=cluster,
        nodegroupName="system",
        labels={"addOrUpdateLabels": {"new": "2"}, "removeLabels": ["old"]},
        taints={"addOrUpdateTaints": [taint]},
    )
    (node,) = eks.nodes("system")
    labels = node["metadata"]["labels"]
    assert (labels.get("new"), labels.get("old")) == ("2", None)
    assert {"key": "dedicated", "value": "ml", "effect": "NoSchedule"} in node["spec"]["taints"]


def test_a_version_update_replaces_the_nodes(eks: Eks, cluster: str) -> None:
    eks.create_nodegroup("system", size=2)
    before = {node["metadata"]["uid"] for node in eks.nodes("system")}
    eks.api.update_cluster_version(name=cluster, version="1.36")
    eks.api.update_nodegroup_version(clusterName=cluster, nodegroupName="system")
    after = eks.nodes("system")
    assert len(after) == 2
    assert not before & {node["metadata"]["uid"] for node in after}
    assert {node["status"]["nodeInfo"]["kubeletVersion"][:5] for node in after} == {"v1.36"}


def test_a_launch_template_gives_the_disk(eks: Eks, cluster: str) -> None:
    assert cluster
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 80, "Encrypted": True}}
    template = eks.account.client("ec2").create_launch_template(
        LaunchTemplateName="system", LaunchTemplateData={"BlockDeviceMappings": [disk]}
    )["LaunchTemplate"]
    reference = {"id": template["LaunchTemplateId"], "version": "$Latest"}
    nodegroup = eks.create_nodegroup("system", launchTemplate=reference)
    assert nodegroup["launchTemplate"] == {"id": template["LaunchTemplateId"], "name": "system", "version": "1"}
    (node,) = eks.nodes("system")
    assert node["status"]["capacity"]["ephemeral-storage"] == "80Gi"


@pytest.mark.parametrize(
    "wrong",
    [
        {"instanceTypes": ["zz.9"]},
        {"instanceTypes": ["m7g.large", "m7i.large"]},
        {"instanceTypes": ["m7g.large"], "amiType": "AL2023_x86_64_STANDARD"},
        {"amiType": "AL2_x86_64"},
        {"version": "1.36"},
        {"releaseVersion": "1.36.2-20260818"},
    ],
)
def test_a_wrong_node_group_is_refused(eks: Eks, cluster: str, wrong: dict[str, Any]) -> None:
    with error("InvalidParameterException"):
        eks.create_nodegroup("wrong", **wrong)
    assert eks.api.list_nodegroups(clusterName=cluster)["nodegroups"] == []
