"""No role may let its holder take on more rights."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.role_no_wildcard import ROLES
from policies.properties import Properties, evaluate
from policies.resources import read

ESCALATING_VERBS = ("bind", "escalate", "impersonate")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The verb `*` is for `kubernetes-role-no-wildcard` to find."""
    if kind_of(args.resource_type) not in ROLES:
        return

    def check(rule: Properties) -> None:
        found = [verb for verb in rule.texts("verbs") if verb in ESCALATING_VERBS]
        if found:
            report_violation(f"`{rule.path}` of {args.name} must not allow {', '.join(found)}.", None)

    evaluate(read(args).each("rules"), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-escalation",
    description="Roles do not allow bind, escalate or impersonate.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "4.1.8",
        "Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster",
    ),
    remediation_steps="Remove the verbs; declare the bindings that are needed in this program instead.",
    tags=["kubernetes", "access", "CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3", "KSV-0043", "C-0191"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
