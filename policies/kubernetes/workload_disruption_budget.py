"""What has replicas must not lose all of them to one node drain."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import selects
from policies.kubernetes.workloads import pod_labels
from policies.properties import evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Consolidation and upgrades of nodes ask the budget first. A single replica cannot be kept by any."""
    resources = of_stack(args)
    budgets = Placed(of_kind(resources, "policy/PodDisruptionBudget"))

    def check(workload: Resource) -> None:
        if (workload.properties.number("spec", "replicas") or 1) < 2:  # noqa: PLR2004
            return
        [labels] = pod_labels(workload)
        selectors = [budget.properties.at("spec", "selector") for budget in budgets.beside(workload)]
        if not some(selectors, lambda selector: selector.is_set() and selects(selector, labels)):
            report_violation(f"{workload.name} must have a PodDisruptionBudget.", workload.urn)

    evaluate(of_kind(resources, "apps/Deployment", "apps/StatefulSet"), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-workload-disruption-budget",
    description="Deployments and StatefulSets with several replicas have a PodDisruptionBudget.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "application", "Use Pod Disruption Budgets"
    ),
    remediation_steps="Declare a `PodDisruptionBudget` in the same namespace whose `selector` has the pods' labels.",
    tags=["kubernetes", "pod", "availability"],
    url="https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    validate=validate,
)
