"""What a VPC that the platform made cannot become: other addresses, or the same ones in other zones."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from components import subnets
from stacks.model import Settings

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

_WAY = "docs/changes.md says what it would replace, and the way"


def faults(settings: Settings, vpc_id: str, ec2: "EC2Client") -> Iterator[str]:
    """Everything that would replace the network of a running cluster."""
    network = settings.network
    (vpc,) = ec2.describe_vpcs(VpcIds=[vpc_id])["Vpcs"]
    if (now := vpc.get("CidrBlock")) != network.vpc_cidr:
        yield f"network.vpc_cidr: the VPC was made with {now} and stays so; write {now} ({_WAY})"
        return
    others = [block.get("CidrBlock", "") for block in vpc.get("CidrBlockAssociationSet", [])]
    pods = [cidr for cidr in others if cidr != network.vpc_cidr]
    if pods and network.pod_cidr not in pods:
        yield f"network.pod_cidr: running pods have addresses of {pods[0]}; write {pods[0]} ({_WAY})"
        return
    found = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["Subnets"]
    zones = {subnet.get("CidrBlock", ""): subnet.get("AvailabilityZone", "") for subnet in found}
    planned = subnets.plan(network.vpc_cidr, len(network.zones), network.pod_cidr)
    for index, (zone, cidr) in enumerate(zip(network.zones, planned.private, strict=True)):
        if (now := zones.get(cidr, zone)) != zone:
            yield f"network.zones[{index}]: {cidr} belongs to {now}, not {zone}; keep their order ({_WAY})"
