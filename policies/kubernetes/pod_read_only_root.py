"""No container may write to its own image."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Who breaks in can neither replace a program nor leave one behind."""

    def check(found: tuple[Properties, Properties]) -> None:
        _, container = found
        if not container.flag("securityContext", "readOnlyRootFilesystem"):
            report_violation(f"`{container.path}` of {args.name} must have a read-only root file system.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-read-only-root",
    description="Containers have a read-only root file system.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "pods", "Configure your images with read-only root file system"
    ),
    remediation_steps="Set `read_only_root_filesystem=True` in the container's `security_context`, and mount an "
    "`emptyDir` where it has to write.",
    tags=["kubernetes", "pod", "CKV_K8S_22", "KSV-0014", "C-0017"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html",
    validate=validate,
)
