"""No role may approve certificates."""

import pulumi_policy as pp

from policies.kubernetes.grants import refuse


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An approved request is a user of any name, and no revocation list takes it back."""
    group = "certificates.k8s.io"
    refuse(args, report_violation, group, ("certificatesigningrequests/approval",), ("update", "patch"))
    refuse(args, report_violation, group, ("signers",), ("approve", "sign"))


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-certificate-approval",
    description="Roles approve and sign no certificates.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Kubernetes Benchmark",
        "1.9.0",
        "5.1.11",
        "Minimize access to the approval sub-resource of certificatesigningrequests objects",
    ),
    remediation_steps="Remove the rule; people and pods of EKS sign in with AWS identities.",
    tags=["kubernetes", "access", "CKV_K8S_156", "C-0280"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
