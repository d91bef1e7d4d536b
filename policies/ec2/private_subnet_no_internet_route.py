"""A private subnet must have no route to an internet gateway."""

from collections.abc import Iterator

import pulumi_policy as pp

from policies.ec2.routes import SUBNET, Routing
from policies.properties import evaluate
from policies.resources import Resource, of_stack

_FOR_INTERNAL, _FOR_PUBLIC = "kubernetes.io/role/internal-elb", "kubernetes.io/role/elb"
_NAT = "aws:ec2/natGateway:NatGateway"
_LOAD_BALANCERS = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A subnet is private unless it says that it is for public load balancers, or holds one or a NAT gateway."""
    routing = Routing(args)
    outward = set(_outward(args))

    def check(subnet: Resource) -> None:
        if not routing.reaches_internet(subnet):
            return
        tags = subnet.properties.at("tags")
        is_public = subnet.urn in outward or tags.has(_FOR_PUBLIC)
        if tags.has(_FOR_INTERNAL) or not is_public:
            report_violation(f"The private subnet {subnet.name} must have no route to an internet gateway.", subnet.urn)

    evaluate(of_stack(args, SUBNET), check)


def _outward(args: pp.StackValidationArgs) -> Iterator[str]:
    for gateway in of_stack(args, _NAT):
        if gateway.properties.text("connectivityType") != "private":
            yield from gateway.dependencies.get("subnetId", ())
    for balancer in of_stack(args, *_LOAD_BALANCERS):
        if not balancer.properties.flag("internal"):
            for key in ("subnets", "subnetMappings"):
                yield from balancer.dependencies.get(key, ())


POLICY = pp.StackValidationPolicy(
    name="ec2-private-subnet-no-internet-route",
    description="Only subnets of public load balancers and NAT gateways have a route to an internet gateway.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC05-BP01", "Create network layers"
    ),
    remediation_steps="Route the subnet through a NAT gateway, or tag it with `kubernetes.io/role/elb` if public load "
    "balancers live in it.",
    tags=["ec2", "network", "public", "CKV2_AWS_35"],
    url="https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types",
    validate=validate,
)
