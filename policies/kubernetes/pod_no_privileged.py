"""No container may run privileged."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A privileged container is root on its node."""

    def check(found: tuple[Properties, Properties]) -> None:
        _, container = found
        if container.flag("securityContext", "privileged"):
            report_violation(f"`{container.path}` of {args.name} must not be privileged.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-no-privileged",
    description="Containers do not run privileged.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "Kubernetes Pod Security Standards", "1.34", "baseline", "Privileged Containers"
    ),
    remediation_steps="Remove `privileged` from the container's `security_context`.",
    tags=["kubernetes", "pod", "CKV_K8S_16", "KSV-0017", "C-0057", "CIS-EKS-4.2.1"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
