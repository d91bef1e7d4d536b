"""No address range in a tenant's network policy may hold pods, nodes, services or instance metadata."""

import pulumi_policy as pp

from policies.ec2.networks import overlap
from policies.kubernetes.firewalls import Firewalls
from policies.kubernetes.tenants import tenant_namespaces
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_METADATA = ("169.254.169.254/32", "fd00:ec2::254/128")
_USERS_OF_SUBNETS = {
    "aws:eks/nodeGroup:NodeGroup": "subnetIds",
    "aws:eks/cluster:Cluster": "vpcConfig",
    "kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig": "spec",
}


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Pods have addresses of the VPC, so a range that meets their subnets opens other tenants."""
    resources = of_stack(args)
    internal = [*_node_ranges(resources), *_service_ranges(resources)]

    def check_metadata(found: tuple[Resource, Properties]) -> None:
        for address in _METADATA:
            report_overlap(*found, address)

    def check_internal(found: tuple[Resource, Properties]) -> None:
        evaluate(internal, lambda cidr: report_overlap(*found, cidr.text()))

    def report_overlap(tenant: Resource, cidr: Properties, other: str) -> None:
        if overlap(cidr.text(), other):
            report_violation(f"`{cidr.path}` of {cidr.owner} must not meet {other}.", tenant.urn)

    evaluate(_egress_cidrs(resources), check_metadata, check_internal)


def _egress_cidrs(resources: list[Resource]) -> list[tuple[Resource, Properties]]:
    firewalls = Firewalls(resources)
    return [
        (tenant, peer.at("ipBlock", "cidr"))
        for tenant in tenant_namespaces(resources)
        for policy in firewalls.of(tenant)
        for rule in policy.each("egress")
        for peer in rule.each("to")
        if peer.has("ipBlock")
    ]


def _node_ranges(resources: list[Resource]) -> list[Properties]:
    used = {
        urn
        for resource in resources
        if resource.type in _USERS_OF_SUBNETS
        for urn in resource.dependencies.get(_USERS_OF_SUBNETS[resource.type], frozenset())
    }
    subnets = [each for each in resources if each.type == "aws:ec2/subnet:Subnet" and each.urn in used]
    return [subnet.properties.at(key) for subnet in subnets for key in ("cidrBlock", "ipv6CidrBlock")]


def _service_ranges(resources: list[Resource]) -> list[Properties]:
    clusters = [each for each in resources if each.type == "aws:eks/cluster:Cluster"]
    return [each.properties.at("kubernetesNetworkConfig", "serviceIpv4Cidr") for each in clusters]


POLICY = pp.StackValidationPolicy(
    name="kubernetes-network-policy-no-internal-range",
    description="Tenants' network policies open no range of pods, nodes, services or instance metadata.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "Restrict access to the instance profile assigned to the node"
    ),
    remediation_steps="Name pods by selectors; use address ranges for VPC endpoints and outside hosts only.",
    tags=["kubernetes", "tenant", "network"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html",
    validate=validate,
)
