"""Karpenter's nodes and their launch templates."""

from infra.leftovers.listing import pages
from infra.orphans import Account

ALIVE = "pending,running,stopping,stopped"


def nodes(account: Account, cluster: str) -> list[str]:
    """Ids of the instances that Karpenter started for a cluster."""
    marks = {"tag-key": "karpenter.sh/nodepool", "tag:eks:eks-cluster-name": cluster, "instance-state-name": ALIVE}
    reservations = pages(account.client("ec2"), "describe_instances", "Reservations", **marks)
    return [instance["InstanceId"] for reservation in reservations for instance in reservation["Instances"]]


def remove_node(account: Account, instance: str) -> None:
    """Terminate the instance and wait until it is out of its subnet."""
    ec2 = account.client("ec2")
    ec2.terminate_instances(InstanceIds=[instance])
    ec2.get_waiter("instance_terminated").wait(InstanceIds=[instance])


def launch_templates(account: Account, cluster: str) -> list[str]:
    """Ids of the launch templates that Karpenter made for a cluster."""
    marks = {"tag-key": "karpenter.k8s.aws/ec2nodeclass", "tag:eks:eks-cluster-name": cluster}
    listed = pages(account.client("ec2"), "describe_launch_templates", "LaunchTemplates", **marks)
    return [one["LaunchTemplateId"] for one in listed]


def remove_launch_template(account: Account, template: str) -> None:
    """Delete it."""
    account.client("ec2").delete_launch_template(LaunchTemplateId=template)
