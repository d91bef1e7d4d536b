"""Address ranges of VPCs, subnets and cluster services must not overlap."""

from collections import defaultdict
from collections.abc import Iterator

import pulumi_policy as pp

from policies.ec2.networks import overlap, overlapping
from policies.ec2.routes import SUBNET
from policies.ec2.vpcs import RANGES, VPC, by_vpc
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_VPCS, _SERVICES = "VPCs", "services"
"""What is compared as a whole; subnets are compared within their VPC."""


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS refuses two such subnets half-way through `up`; services that hide a part of the VPC it never refuses."""
    placed: dict[str, list[tuple[str, Resource]]] = defaultdict(list)

    def place(found: tuple[str, Resource, Properties]) -> None:
        group, owner, cidr = found
        placed[group].append((cidr.text(), owner))

    def report(wide: Resource, narrow: Resource) -> None:
        report_violation(f"The address ranges of {wide.name} and {narrow.name} must not overlap.", narrow.urn)

    try:
        evaluate(_ranges(args), place)
    finally:
        for services, cluster in placed.pop(_SERVICES, []):
            for cidr, owner in placed[_VPCS]:
                if overlap(services, cidr):
                    report(owner, cluster)
        for group in placed.values():
            for wide, narrow in overlapping(group):
                report(wide, narrow)


def _ranges(args: pp.StackValidationArgs) -> Iterator[tuple[str, Resource, Properties]]:
    groups = {_VPCS: of_stack(args, VPC, *RANGES), **by_vpc(args, SUBNET)}
    for group, owners in groups.items():
        for owner in owners:
            for key in ("cidrBlock", "ipv6CidrBlock"):
                yield group, owner, owner.properties.at(key)
    for cluster in of_stack(args, "aws:eks/cluster:Cluster"):
        yield _SERVICES, cluster, cluster.properties.at("kubernetesNetworkConfig", "serviceIpv4Cidr")


POLICY = pp.StackValidationPolicy(
    name="ec2-subnet-no-overlap",
    description="Address ranges of VPCs, of a VPC's subnets and of a cluster's services do not overlap.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework",
        "2025",
        "REL02-BP05",
        "Enforce non-overlapping private IP address ranges in all private address spaces where they are connected",
    ),
    remediation_steps="Choose another `cidr_block`, or another `service_ipv4_cidr` for the cluster.",
    tags=["ec2", "eks", "network"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    validate=validate,
)
