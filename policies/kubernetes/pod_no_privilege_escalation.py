"""No process in a container may gain more rights than its parent."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Kubernetes allows it when the field is absent."""

    def check(found: tuple[Properties, Properties]) -> None:
        _, container = found
        if container.flag("securityContext", "allowPrivilegeEscalation", default=True):
            report_violation(f"`{container.path}` of {args.name} must not allow privilege escalation.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-no-privilege-escalation",
    description="Containers do not allow privilege escalation.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Kubernetes Pod Security Standards", "1.34", "restricted", "Privilege Escalation"
    ),
    remediation_steps="Set `allow_privilege_escalation=False` in the `security_context` of every container.",
    tags=["kubernetes", "pod", "CKV_K8S_20", "KSV-0001", "C-0016", "CIS-EKS-4.2.5"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
