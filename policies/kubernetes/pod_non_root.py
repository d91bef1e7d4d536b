"""No container may run as root."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A container's own setting goes before its pod's."""

    def check(found: tuple[Properties, Properties]) -> None:
        pod, container = found
        own, shared = container.at("securityContext"), pod.at("securityContext")
        if not own.flag("runAsNonRoot", default=shared.flag("runAsNonRoot")):
            report_violation(f"`{container.path}` of {args.name} must set `runAsNonRoot`.", None)
        if (own if own.has("runAsUser") else shared).number("runAsUser") == 0:
            report_violation(f"`{container.path}` of {args.name} must not run as user 0.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-non-root",
    description="Containers run as a user other than root.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Kubernetes Pod Security Standards", "1.34", "restricted", "Running as Non-root"
    ),
    remediation_steps="Set `run_as_non_root=True` and a `run_as_user` above 0 in the `security_context` of the pod.",
    tags=["kubernetes", "pod", "CKV_K8S_23", "CKV_K8S_40", "KSV-0012", "KSV-0105", "C-0013"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
