"""Pods of a tenant must run where nobody else's do, if its data demands it, and never on another tenant's nodes."""

import pulumi_policy as pp

from policies.kubernetes.places import Placed
from policies.kubernetes.pods import pods_of
from policies.kubernetes.tenants import needs_own_nodes, tenant_namespaces, tenant_of
from policies.properties import Properties, evaluate
from policies.resources import Resource, of_stack

_NODES = "node-restriction.kubernetes.io/tenant"


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A required node selector and the toleration of a taint: one without the other leaves a way in or out."""
    resources = of_stack(args)
    workloads = Placed(each for each in resources if pods_of(each.type, each.properties))

    def check(namespace: Resource) -> None:
        labels = namespace.properties.at("metadata", "labels")
        evaluate(workloads.inside(namespace), lambda one: _check(one, labels, report_violation))

    evaluate(tenant_namespaces(resources), check)


def _check(resource: Resource, labels: Properties, report_violation: pp.ReportViolation) -> None:
    for pod in pods_of(resource.type, resource.properties):
        _check_pod(pod, resource, labels, report_violation)


def _check_pod(pod: Properties, resource: Resource, labels: Properties, report_violation: pp.ReportViolation) -> None:
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
