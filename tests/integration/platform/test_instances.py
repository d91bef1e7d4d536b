"""Behind every node stands an instance of the account: they come and go together."""

from typing import Any

from tests.integration.platform.cluster import Cluster


def instance_id(node: dict[str, Any]) -> str:
    return node["spec"]["providerID"].rpartition("/")[2]


def test_every_node_is_an_instance_of_its_type_in_its_zone(cluster: Cluster) -> None:
    running = cluster.instances()
    nodes = {instance_id(node): node for node in cluster.objects("nodes")}
    assert running.keys() == nodes.keys()
    for name, node in nodes.items():
        instance, labels = running[name], node["metadata"]["labels"]
        zone = instance["Placement"]["AvailabilityZone"]
        assert node["spec"]["providerID"] == f"aws:///{zone}/{name}"
        assert node["metadata"]["name"] == instance["PrivateDnsName"]
        assert labels["topology.kubernetes.io/zone"] == zone
        assert labels["node.kubernetes.io/instance-type"] == instance["InstanceType"]


def test_a_node_of_the_pool_has_the_pools_tags_and_an_encrypted_disk(cluster: Cluster) -> None:
    running = cluster.instances("karpenter.sh/nodepool")
    kinds = {
        instance_id(node): node["metadata"]["labels"]["karpenter.sh/capacity-type"] for node in cluster.gpu_nodes()
    }
    assert {name: one.get("InstanceLifecycle", "on-demand") for name, one in running.items()} == kinds
    instance = next(iter(running.values()))
    tags = {tag["Key"]: tag["Value"] for tag in instance["Tags"]}
    assert tags["karpenter.sh/nodepool"] == "gpu"
    assert tags["eks:eks-cluster-name"] == "mlplatform-dev"
    assert tags["cost-center"] == "research"
    assert instance["MetadataOptions"]["HttpTokens"] == "required"
    (disk,) = instance["BlockDeviceMappings"]
    (volume,) = cluster.aws("ec2").describe_volumes(VolumeIds=[disk["Ebs"]["VolumeId"]])["Volumes"]
    assert volume["Encrypted"]


def test_a_node_whose_instance_is_terminated_goes_and_its_pod_gets_another(cluster: Cluster) -> None:
    before = {instance_id(node) for node in cluster.gpu_nodes()}
    gone = min(before)
    cluster.aws("ec2").terminate_instances(InstanceIds=[gone])

    def replaced() -> bool:
        now = {instance_id(node) for node in cluster.gpu_nodes()}
        return gone not in now and len(now) == len(before) and cluster.gpu_pods() == {"Running": len(before)}

    cluster.wait(replaced, 60)


def test_a_node_group_starts_another_instance_for_one_that_is_terminated(cluster: Cluster) -> None:
    selector = "--selector=eks.amazonaws.com/nodegroup"
    before = {instance_id(node) for node in cluster.objects("nodes", selector)}
    gone = min(before)
    cluster.aws("ec2").terminate_instances(InstanceIds=[gone])
    after = {instance_id(node) for node in cluster.objects("nodes", selector)}
    assert gone not in after
    assert len(after) == len(before)
