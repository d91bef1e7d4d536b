"""Every container must say how much CPU and memory it needs."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate

AMOUNTS = ("cpu", "memory")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Kubernetes takes a limit for a request that is absent; limits of the pod hold for all its containers."""

    def check(found: tuple[Properties, Properties]) -> None:
        pod, container = found
        holders = [each.at("resources", "limits") for each in (container, pod)]
        missing = [name for name in AMOUNTS if not any(limits.has(name) for limits in holders)]
        if missing:
            report_violation(f"`{container.path}` of {args.name} must limit its {' and '.join(missing)}.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-resources",
    description="Containers have limits, and so requests, of CPU and memory.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "pods", "Set requests and limits for each container"
    ),
    remediation_steps="Set `cpu` and `memory` in `resources.limits` of the container, and in `requests` where they "
    "are to be lower.",
    tags=[
        *("kubernetes", "pod", "cost", "CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"),
        *("KSV-0011", "KSV-0015", "KSV-0016", "KSV-0018", "C-0270", "C-0271"),
    ],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html",
    validate=validate,
)
