"""Load balancers and their target groups: by whom they were made is in their tags only."""

from collections.abc import Iterator, Sequence

from infra.leftovers.listing import pages
from infra.orphans import Account

TAGS_AT_ONCE = 20
"""The most resources whose tags AWS tells in one answer."""


def load_balancers(account: Account, cluster: str) -> list[str]:
    """ARNs of a cluster's load balancers."""
    listed = pages(account.client("elbv2"), "describe_load_balancers", "LoadBalancers")
    return list(_owned(account, [one["LoadBalancerArn"] for one in listed], cluster))


def remove_load_balancer(account: Account, arn: str) -> None:
    """Delete it, protected or not, and wait until it is gone."""
    elb = account.client("elbv2")
    unprotected = [{"Key": "deletion_protection.enabled", "Value": "false"}]
    elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=unprotected)
    elb.delete_load_balancer(LoadBalancerArn=arn)
    elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[arn])


def target_groups(account: Account, cluster: str) -> list[str]:
    """ARNs of a cluster's target groups."""
    listed = pages(account.client("elbv2"), "describe_target_groups", "TargetGroups")
    return list(_owned(account, [one["TargetGroupArn"] for one in listed], cluster))


def remove_target_group(account: Account, arn: str) -> None:
    """Delete it."""
    account.client("elbv2").delete_target_group(TargetGroupArn=arn)


def _owned(account: Account, arns: Sequence[str], cluster: str) -> Iterator[str]:
    marks = {("elbv2.k8s.aws/cluster", cluster), (f"kubernetes.io/cluster/{cluster}", "owned")}
    for start in range(0, len(arns), TAGS_AT_ONCE):
        asked = arns[start : start + TAGS_AT_ONCE]
        for described in account.client("elbv2").describe_tags(ResourceArns=asked)["TagDescriptions"]:
            if marks & {(tag["Key"], tag["Value"]) for tag in described["Tags"]}:
                yield described["ResourceArn"]
