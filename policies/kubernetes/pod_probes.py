"""What serves must say when it can serve, and when it no longer does."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.pods import pods
from policies.properties import Properties, evaluate

SERVING = (
    *("apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet"),
    "core/ReplicationController",
)
PROBES = ("readinessProbe", "livenessProbe")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Jobs end by themselves, and KServe gives its model servers a readiness probe of its own."""
    if kind_of(args.resource_type) not in SERVING:
        return

    def check(container: Properties) -> None:
        missing = [probe for probe in PROBES if not container.has(probe)]
        if missing:
            report_violation(f"`{container.path}` of {args.name} must have a {' and a '.join(missing)}.", None)

    evaluate((container for pod in pods(args) for container in pod.each("containers")), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-probes",
    description="Containers of services have readiness and liveness probes.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "application", "Use Liveness and Readiness Probes"
    ),
    remediation_steps="Give every container a `readiness_probe` and a `liveness_probe` on a port or a path of its own.",
    tags=["kubernetes", "pod", "availability", "CKV_K8S_8", "CKV_K8S_9", "C-0056", "C-0018"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/application.html",
    validate=validate,
)
