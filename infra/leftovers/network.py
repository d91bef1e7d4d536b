"""Network interfaces that no node uses any more, and security groups."""

from infra.leftovers.listing import pages
from infra.orphans import Account


def network_interfaces(account: Account, cluster: str) -> list[str]:
    """Ids of the interfaces that the VPC CNI made for nodes of a cluster; those in use go with their nodes."""
    marks = {"tag:cluster.k8s.amazonaws.com/name": cluster, "status": "available"}
    listed = pages(account.client("ec2"), "describe_network_interfaces", "NetworkInterfaces", **marks)
    return [one["NetworkInterfaceId"] for one in listed]


def remove_network_interface(account: Account, interface: str) -> None:
    """Delete it."""
    account.client("ec2").delete_network_interface(NetworkInterfaceId=interface)


def security_groups(account: Account, cluster: str) -> list[str]:
    """Ids of the groups of a cluster's load balancers, and of EKS's own if EKS could not delete it."""
    marks = {"tag:elbv2.k8s.aws/cluster": cluster}, {f"tag:kubernetes.io/cluster/{cluster}": "owned"}
    listed = (pages(account.client("ec2"), "describe_security_groups", "SecurityGroups", **mark) for mark in marks)
    return list(dict.fromkeys(group["GroupId"] for groups in listed for group in groups))


def remove_security_group(account: Account, group: str) -> None:
    """Delete it; before, take it out of the rules of others, because AWS deletes none that a rule names."""
    ec2 = account.client("ec2")
    for rules, naming, revoke in (
        ("IpPermissions", "ip-permission.group-id", ec2.revoke_security_group_ingress),
        ("IpPermissionsEgress", "egress.ip-permission.group-id", ec2.revoke_security_group_egress),
    ):
        for other in pages(ec2, "describe_security_groups", "SecurityGroups", **{naming: group}):
            for rule in other[rules]:
                named = [pair for pair in rule["UserIdGroupPairs"] if pair["GroupId"] == group]
                ports = {key: rule[key] for key in ("IpProtocol", "FromPort", "ToPort") if key in rule}
                if named:
                    revoke(GroupId=other["GroupId"], IpPermissions=[{**ports, "UserIdGroupPairs": named}])
    ec2.delete_security_group(GroupId=group)
