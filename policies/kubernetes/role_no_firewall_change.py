"""No role may change what keeps tenants apart."""

import pulumi_policy as pp

from policies.kubernetes.grants import CHANGING, refuse

CLUSTER_WIDE = ("clusternetworkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Network policies add up: one more of them opens what all others closed."""
    refuse(args, report_violation, "networking.k8s.io", ("networkpolicies",), CHANGING)
    refuse(args, report_violation, "policy.networking.k8s.io", CLUSTER_WIDE, CHANGING)
    refuse(args, report_violation, "", ("resourcequotas", "limitranges", "namespaces"), CHANGING)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-firewall-change",
    description="Roles change no network policies, quotas and namespaces.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Role-based access control per namespace"
    ),
    remediation_steps="Remove the verbs; who may call a tenant, and what it may take, is declared in this program.",
    tags=["kubernetes", "tenant", "access", "network"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
