"""Public load balancers must stand behind a web ACL."""

import pulumi_policy as pp

from policies.lb.load_balancers import APPLICATION, LOAD_BALANCERS
from policies.properties import evaluate
from policies.resources import Resource, of_stack

_ASSOCIATIONS = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """AWS makes a load balancer public unless told otherwise. WAF looks at HTTP only."""
    guarded = {
        urn for each in of_stack(args, *_ASSOCIATIONS) for urn in each.dependencies.get("resourceArn", frozenset())
    }

    def check(balancer: Resource) -> None:
        if balancer.urn in guarded or balancer.properties.flag("internal"):
            return
        if balancer.properties.text("loadBalancerType") in ("", APPLICATION):
            report_violation(f"The public load balancer {balancer.name} must have a web ACL.", balancer.urn)

    evaluate(of_stack(args, *LOAD_BALANCERS), check)


POLICY = pp.StackValidationPolicy(
    name="lb-load-balancer-web-acl",
    description="Public application load balancers have a web ACL.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "ELB.16",
        "Application Load Balancers should be associated with an AWS WAF web ACL",
    ),
    remediation_steps="Set `internal=True`, or declare an `aws.wafv2.WebAclAssociation` for the load balancer.",
    tags=["lb", "public", "CKV2_AWS_28", "AWS-0053"],
    url="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
    validate=validate,
)
