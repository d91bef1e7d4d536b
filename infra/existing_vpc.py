"""What an existing VPC must be like before a platform moves in."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from stacks.model import Settings
from stacks.sections.network import ExistingVpc

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import SubnetTypeDef

FEWEST_ADDRESSES = 16
"""Free addresses that AWS recommends in a subnet of an EKS cluster ("VPC and subnet requirements", EKS user guide)."""
_PATH = "network.existing"


def faults(settings: Settings, existing: ExistingVpc, account_id: str, ec2: "EC2Client") -> Iterator[str]:
    """Everything that would make the deployment fail, with the setting that names it."""
    found = ec2.describe_vpcs(Filters=[{"Name": "vpc-id", "Values": [existing.vpc_id]}])["Vpcs"]
    if not found:
        yield f"{_PATH}.vpc_id: {existing.vpc_id} does not exist in {settings.region} of account {account_id}"
        return
    ranges = {block.get("CidrBlock", "") for block in found[0].get("CidrBlockAssociationSet", [])}
    for setting, cidr in (("vpc_cidr", settings.network.vpc_cidr), ("pod_cidr", settings.network.pod_cidr)):
        if cidr and cidr not in ranges:
            yield f"network.{setting}: {cidr} is no range of {existing.vpc_id}; it has {', '.join(sorted(ranges))}"
    support = ec2.describe_vpc_attribute(VpcId=existing.vpc_id, Attribute="enableDnsSupport")
    hostnames = ec2.describe_vpc_attribute(VpcId=existing.vpc_id, Attribute="enableDnsHostnames")
    if not (support["EnableDnsSupport"].get("Value") and hostnames["EnableDnsHostnames"].get("Value")):
        yield f"{_PATH}.vpc_id: {existing.vpc_id} needs DNS support and DNS hostnames; switch both on"
    wanted = [*existing.private_subnet_ids, *existing.pod_subnet_ids, *existing.endpoint_subnets]
    listed = ec2.describe_subnets(Filters=[{"Name": "subnet-id", "Values": wanted}])["Subnets"]
    subnets = {subnet.get("SubnetId", ""): subnet for subnet in listed}
    yield from _zonal(settings, existing.vpc_id, subnets, "private_subnet_ids", existing.private_subnet_ids)
    yield from _zonal(settings, existing.vpc_id, subnets, "pod_subnet_ids", existing.pod_subnet_ids)
    yield from _untagged(existing, subnets, settings.cluster_name)
    yield from _other_ranges(settings, existing, subnets)


def _untagged(existing: ExistingVpc, subnets: "dict[str, SubnetTypeDef]", cluster: str) -> Iterator[str]:
    for subnet in existing.private_subnet_ids:
        tags = {tag.get("Key"): tag.get("Value") for tag in subnets.get(subnet, {}).get("Tags", [])}
        if subnet in subnets and tags.get("karpenter.sh/discovery") != cluster:
            yield (
                f"{_PATH}.private_subnet_ids: {subnet} lacks the tag by which Karpenter finds it; run `aws ec2 "
                f"create-tags --resources {subnet} --tags Key=karpenter.sh/discovery,Value={cluster}`"
            )


def _other_ranges(settings: Settings, existing: ExistingVpc, subnets: "dict[str, SubnetTypeDef]") -> Iterator[str]:
    pod_cidr = settings.network.pod_cidr
    for subnet in existing.pod_subnet_ids:
        cidr = subnets.get(subnet, {}).get("CidrBlock")
        if cidr and pod_cidr and not IPv4Network(cidr).subnet_of(IPv4Network(pod_cidr)):
            yield f"{_PATH}.pod_subnet_ids: {subnet} has {cidr}, outside network.pod_cidr {pod_cidr}"
    for subnet, cidr in existing.endpoint_subnets.items():
        yield from _present(existing.vpc_id, subnets, "endpoint_subnets", subnet)
        if subnet in subnets and (actual := subnets[subnet].get("CidrBlock")) != cidr:
            yield f"{_PATH}.endpoint_subnets: {subnet} has {actual}, not {cidr}"


def _zonal(
    settings: Settings, vpc: str, subnets: "dict[str, SubnetTypeDef]", field: str, ids: Sequence[str]
) -> Iterator[str]:
    for index, (subnet, zone) in enumerate(zip(ids, settings.network.zones, strict=False)):
        where = f"{_PATH}.{field}[{index}]"
        yield from _present(vpc, subnets, f"{field}[{index}]", subnet)
        actual = subnets.get(subnet, {})
        if actual and (in_zone := actual.get("AvailabilityZone")) != zone:
            yield f"{where}: {subnet} is in {in_zone}, not in network.zones[{index}] {zone}; keep their order"
        if actual.get("MapPublicIpOnLaunch"):
            yield f"{where}: {subnet} gives out public addresses; name a private subnet"
        free = actual.get("AvailableIpAddressCount", FEWEST_ADDRESSES)
        if free < FEWEST_ADDRESSES:
            yield f"{where}: {subnet} has {free} free addresses; a cluster needs {FEWEST_ADDRESSES} or more"


def _present(vpc: str, subnets: "dict[str, SubnetTypeDef]", field: str, subnet: str) -> Iterator[str]:
    if subnet not in subnets:
        yield f"{_PATH}.{field}: {subnet} does not exist"
    elif (home := subnets[subnet].get("VpcId")) != vpc:
        yield f"{_PATH}.{field}: {subnet} belongs to {home}, not to {vpc}"
