"""Policies that AWS manages and the platform attaches: no stack holds their text.

Actions are given by service where a policy has many of one; that is more than they allow, never less.
Source: AWS Managed Policy Reference Guide, read 2026-11-21.
"""

import json

_ACTIONS = {
    "AmazonEC2ContainerRegistryPullOnly": ("ecr:*",),
    "AmazonEC2ContainerRegistryReadOnly": ("ecr:*",),
    "AmazonEFSCSIDriverPolicy": ("elasticfilesystem:*", "ec2:DescribeAvailabilityZones"),
    "AmazonEKS_CNI_Policy": ("ec2:*",),
    "AmazonEKSClusterPolicy": (
        "autoscaling:*",
        "ec2:*",
        "elasticloadbalancing:*",
        "iam:CreateServiceLinkedRole",
        "kms:DescribeKey",
    ),
    "AmazonEKSWorkerNodeMinimalPolicy": ("ec2:Describe*", "eks-auth:AssumeRoleForPodIdentity"),
    "AmazonEKSWorkerNodePolicy": ("ec2:Describe*", "eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"),
    "AmazonSSMManagedInstanceCore": ("ssm:*", "ssmmessages:*", "ec2messages:*"),
}


def text_of(arn: str) -> str | None:
    """A document that covers what the policy allows; None for a policy that is not in the table."""
    actions = _ACTIONS.get(arn.rpartition("/")[2]) if ":iam::aws:policy/" in arn else None
    if actions is None:
        return None
    statement = {"Sid": "Managed", "Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
