"""Containers must run under a seccomp profile."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate

_PROFILES = {"RuntimeDefault", "Localhost"}


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A container's own profile goes before its pod's; Kubernetes' default is none."""

    def check(found: tuple[Properties, Properties]) -> None:
        pod, container = found
        own, shared = (each.at("securityContext", "seccompProfile") for each in (container, pod))
        if (own if own.has("type") else shared).text("type") not in _PROFILES:
            report_violation(f"`{container.path}` of {args.name} must use a seccomp profile.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-seccomp",
    description="Containers run under the runtime's seccomp profile or one of their own.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("Kubernetes Pod Security Standards", "1.34", "restricted", "Seccomp"),
    remediation_steps='Set `seccomp_profile={"type": "RuntimeDefault"}` in the `security_context` of the pod.',
    tags=["kubernetes", "pod", "CKV_K8S_31", "KSV-0030", "KSV-0104", "C-0210"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
