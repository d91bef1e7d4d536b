"""Pods of a tenant with restricted data should not share a kernel's system calls with their node."""

import pulumi_policy as pp

from policies.kubernetes.places import Placed
from policies.kubernetes.pods import containers, pods_of
from policies.kubernetes.tenants import is_restricted, tenant_namespaces
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Pods with GPUs are left out: few drivers and no partitions of GPUs work behind such a wall."""
    resources = of_stack(args)
    restricted = [each for each in tenant_namespaces(resources) if is_restricted(each.properties)]
    workloads = Placed(each for each in resources if pods_of(each.type, each.properties))

    def check(resource: Resource) -> None:
        for pod in pods_of(resource.type, resource.properties):
            if not pod.text("runtimeClassName") and not _has_gpus(pod):
                report_violation(f"`{pod.path}` of {resource.name} should name a `runtimeClassName`.", resource.urn)

    evaluate(restricted, lambda namespace: evaluate(workloads.inside(namespace), check))


def _has_gpus(pod: Properties) -> bool:
    return any(container.text("resources", "limits", "nvidia.com/gpu") for container in containers(pod))


POLICY = pp.StackValidationPolicy(
    name="kubernetes-pod-runtime-class",
    description="Pods of tenants with restricted data run in a sandboxed runtime.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "pods", "Consider sandboxed execution of untrusted pods"
    ),
    remediation_steps="Set `runtime: sandboxed` for the tenant, and `cluster.sandboxed_runtime` for the cluster.",
    tags=["kubernetes", "pod", "tenant", "C-0297"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
