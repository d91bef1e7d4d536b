"""No role may change what the API server asks before it accepts an object."""

import pulumi_policy as pp

from policies.kubernetes.grants import CHANGING, refuse

RESOURCES = (
    *("validatingwebhookconfigurations", "mutatingwebhookconfigurations"),
    *("validatingadmissionpolicies", "validatingadmissionpolicybindings"),
    *("mutatingadmissionpolicies", "mutatingadmissionpolicybindings"),
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A webhook sees every object, Secrets among them, and changes or refuses it; without one its check is gone."""
    refuse(args, report_violation, "admissionregistration.k8s.io", RESOURCES, CHANGING)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-webhooks",
    description="Roles change no admission webhooks and no admission policies.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.11", "Minimize access to webhook configuration objects"
    ),
    remediation_steps="Remove the rule; declare webhooks and admission policies in this program.",
    tags=["kubernetes", "access", "CKV_K8S_155", "KSV-0114", "C-0281"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
