"""The security group that EKS makes for a cluster: its control plane and its nodes share it."""

import random

from sandbox.aws.server.calls import Call
from sandbox.aws.server.ec2 import dependencies
from sandbox.aws.server.eks.state import Cluster


def create_security_group(call: Call, cluster: Cluster) -> str:
    """Create the group, open to its own members and to the outside; return its id."""
    ec2 = call.backend("ec2")
    name = f"eks-cluster-sg-{cluster.name}-{random.randrange(10**9, 10**10)}"  # noqa: S311 a name, not a secret
    group = ec2.create_security_group(
        name,
        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any "
        "managed workloads.",
        vpc_id=cluster.data["resourcesVpcConfig"]["vpcId"],
        tags={"Name": name, f"kubernetes.io/cluster/{cluster.name}": "owned", "aws:eks:cluster-name": cluster.name},
    )
    ec2.authorize_security_group_ingress(
        group.id,
        "-1",
        None,
        None,
        ip_ranges=[],
        source_groups=[{"GroupId": group.id, "OwnerId": cluster.account}],
        prefix_list_ids=[],
    )
    return str(group.id)


def delete_security_group(call: Call, cluster: Cluster) -> None:
    """Delete the group; like EKS, leave it behind when something else still uses it."""
    group = cluster.data["resourcesVpcConfig"]["clusterSecurityGroupId"]
    if not dependencies.is_used(call, group):
        call.backend("ec2").delete_security_group(group_id=group)
