"""No role may allow everything of a kind."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties, evaluate
from policies.resources import read

ROLES = ("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A wildcard also allows what a later version of Kubernetes or another operator brings."""
    if kind_of(args.resource_type) not in ROLES:
        return

    def check(field: Properties) -> None:
        if any(value == "*" or value.startswith("*/") for value in field.texts()):
            report_violation(f"`{field.path}` of {args.name} must not hold `*`.", None)

    rules = read(args).each("rules")
    evaluate((rule.at(field) for rule in rules for field in ("verbs", "resources", "apiGroups")), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-wildcard",
    description="Roles list their verbs, resources and API groups.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.3", "Minimize wildcard use in Roles and ClusterRoles"
    ),
    remediation_steps="Replace `*` by the verbs, resources and API groups that are needed.",
    tags=["kubernetes", "access", "CKV_K8S_49", "KSV-0044", "KSV-0045", "KSV-0046", "C-0187"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
