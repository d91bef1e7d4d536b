"""No role may read all Secrets."""

import pulumi_policy as pp

from policies.kubernetes.grants import refuse


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A list shows the values too. A rule with `resourceNames` reads those only."""
    refuse(args, report_violation, "", ("secrets",), ("get", "list", "watch"), all_of_them=True)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-secret-read",
    description="Roles read no Secrets but named ones.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("CIS Amazon EKS Benchmark", "1.7.0", "4.1.2", "Minimize access to secrets"),
    remediation_steps="Remove `secrets`, or name in `resource_names` those that the role needs; mount the Secret into "
    "the pod that uses it.",
    tags=["kubernetes", "access", "credentials", "CKV2_K8S_5", "KSV-0041", "KSV-0113", "C-0015", "C-0186"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
    validate=validate,
)
