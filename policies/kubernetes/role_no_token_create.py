"""No role may make tokens of service accounts."""

import pulumi_policy as pp

from policies.kubernetes.grants import refuse


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Who makes a token is that service account, wherever it may go."""
    refuse(args, report_violation, "", ("serviceaccounts/token",), ("create",))


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-token-create",
    description="Roles create no tokens of service accounts.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.12", "Minimize access to the service account token creation"
    ),
    remediation_steps="Remove `serviceaccounts/token`; pods get theirs from the kubelet and from Pod Identity.",
    tags=["kubernetes", "access", "credentials", "C-0282"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
