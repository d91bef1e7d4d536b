"""What controllers of a cluster make in an account, with the tags that they really set."""

from collections.abc import Callable
from typing import Any

# AWS Load Balancer Controller, Karpenter, VPC CNI.
BALANCING = "elbv2.k8s.aws/cluster"
NODES = {"karpenter.sh/nodepool": "gpu", "karpenter.k8s.aws/ec2nodeclass": "gpu"}
INTERFACES = "cluster.k8s.amazonaws.com/name"


def tags(kind: str, **values: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in values.items()]}]


def leave(client: Callable[[str], Any], cluster: str, vpc: str, subnets: list[str]) -> dict[str, str]:
    """Make one of each kind; return their ids by kind."""
    ec2, elb = client("ec2"), client("elbv2")
    group, nodes = (
        ec2.create_security_group(
            GroupName=name,
            Description="made by a controller",
            VpcId=vpc,
            TagSpecifications=tags("security-group", **of),
        )["GroupId"]
        for name, of in (("traffic", {BALANCING: cluster}), ("nodes", {f"kubernetes.io/cluster/{cluster}": "owned"}))
    )
    # The controller lets its load balancers through to the nodes.
    ec2.authorize_security_group_ingress(
        GroupId=nodes,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": group}]}],
    )
    mark = [{"Key": BALANCING, "Value": cluster}]
    balancer = elb.create_load_balancer(
        Name=f"k8s-{cluster}"[:32],
        Type="network",
        Scheme="internal",
        Subnets=subnets,
        SecurityGroups=[group],
        Tags=mark,
    )["LoadBalancers"][0]["LoadBalancerArn"]
    protected = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=protected)
    target = elb.create_target_group(Name=cluster, Protocol="TCP", Port=80, VpcId=vpc, TargetType="ip", Tags=mark)
    of_karpenter = {**NODES, "eks:eks-cluster-name": cluster}
    template = ec2.create_launch_template(
        LaunchTemplateName=f"karpenter.k8s.aws/{cluster}",
        LaunchTemplateData={"InstanceType": "g6.2xlarge"},
        TagSpecifications=tags("launch-template", **of_karpenter),
    )["LaunchTemplate"]["LaunchTemplateId"]
    (node,) = ec2.run_instances(
        ImageId="ami-0123456789abcdef0", InstanceType="g6.2xlarge", MinCount=1, MaxCount=1, SubnetId=subnets[0],
        SecurityGroupIds=[nodes], TagSpecifications=tags("instance", **of_karpenter),
    )["Instances"]  # fmt: skip
    interface = ec2.create_network_interface(
        SubnetId=subnets[0], Groups=[nodes], TagSpecifications=tags("network-interface", **{INTERFACES: cluster})
    )["NetworkInterface"]["NetworkInterfaceId"]
    return {
        "load balancer": balancer,
        "target group": target["TargetGroups"][0]["TargetGroupArn"],
        "node": node["InstanceId"],
        "launch template": template,
        "network interface": interface,
        "security group": f"{group} {nodes}",
    }
