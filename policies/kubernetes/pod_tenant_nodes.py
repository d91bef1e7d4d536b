"""Pods of a tenant must run where nobody else's do, if its data demands it, and never on another tenant's nodes."""

import pulumi_policy as pp

from policies.kubernetes.kinds import is_in
from policies.kubernetes.pods import pods_of
from policies.kubernetes.tenants import needs_own_nodes, tenant_namespaces, tenant_of
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_NODES = "node-restriction.kubernetes.io/tenant"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A required node selector and the toleration of a taint: one without the other leaves a way in or out."""
    resources = of_stack(args)
    namespaces = tenant_namespaces(resources)

    def check(resource: Resource) -> None:
        for pod in pods_of(resource.type, resource.properties):
            for namespace in namespaces:
                if is_in(resource, namespace):
                    _check(pod, resource, namespace, report_violation)

    evaluate([each for each in resources if pods_of(each.type, each.properties)], check)


def _check(pod: Properties, resource: Resource, namespace: Resource, report_violation: pp.ReportViolation) -> None:
    labels = namespace.properties.at("metadata", "labels")
    tenant = tenant_of(labels)
    if needs_own_nodes(labels) and pod.text("nodeSelector", _NODES) != tenant:
        message = f"`{pod.path}` of {resource.name} must have the node selector `{_NODES}: {tenant}`."
        report_violation(message, resource.urn)
    for toleration in pod.each("tolerations"):
        key, value = toleration.text("key"), toleration.text("value")
        if not key or (key == _NODES and value != tenant):
            report_violation(
                f"`{toleration.path}` of {resource.name} must not open other tenants' nodes.", resource.urn
            )


POLICY = pp.StackValidationPolicy(
    name="kubernetes-pod-tenant-nodes",
    description="Pods of tenants with confidential or restricted data run on the tenant's own nodes, others' stay off.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "tenant-isolation", "Isolating tenant workloads to specific nodes"
    ),
    remediation_steps="Set the selector and the toleration of the tenant's own nodes, and no toleration without key.",
    tags=["kubernetes", "pod", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html",
    validate=validate,
)
