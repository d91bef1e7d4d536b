"""The policy of a VPC endpoint must narrow who may reach what."""

import pulumi_policy as pp

from policies.ec2.vpc_endpoints import ENDPOINT
from policies.iam.documents import covers_every_resource, is_open, names_resource_owner, statements
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_WITH_POLICY = ("Gateway", "Interface")
_PRIVATE_LINK = ".vpce-svc-"
"""Part of the name of services of other accounts; their endpoints take no policy."""


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a policy AWS lets everybody reach everything, such as a stranger's bucket with a stranger's keys."""
    beside = of_stack(args, "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy")
    covered = {urn for each in beside for urn in each.dependencies.get("vpcEndpointId", ())}

    def has_policy(endpoint: Resource) -> None:
        if endpoint.urn in covered or endpoint.properties.has("policy"):
            return
        kind = endpoint.properties.text("vpcEndpointType") or "Gateway"
        if kind in _WITH_POLICY and _PRIVATE_LINK not in endpoint.properties.text("serviceName"):
            report_violation(f"The endpoint {endpoint.name} must have a policy.", endpoint.urn)

    def is_narrow(resource: Resource) -> None:
        for statement in statements(resource.properties, "policy"):
            if _allows_everything(statement):
                report_violation(f"`{statement.path}` of {resource.name} must name who may reach what.", resource.urn)

    endpoints = of_stack(args, ENDPOINT)
    evaluate([*endpoints, *beside], is_narrow, lambda each: has_policy(each) if each.type == ENDPOINT else None)


def _allows_everything(statement: Properties) -> bool:
    return is_open(statement) and covers_every_resource(statement) and not names_resource_owner(statement)


POLICY = pp.StackValidationPolicy(
    name="ec2-vpc-endpoint-policy",
    description="Policies of VPC endpoints narrow the principals or the resources that pass.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC03-BP05", "Define permission guardrails for your organization"
    ),
    remediation_steps="Set `policy` to a document that allows the account's own principals (`aws:PrincipalAccount`) or "
    "names the resources; the component `NetworkEndpoints` does.",
    tags=["ec2", "network", "access"],
    url="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    validate=validate,
)
