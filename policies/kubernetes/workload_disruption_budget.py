"""What has replicas must not lose all of them to one node drain."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of, of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import selects
from policies.kubernetes.workloads import INFERENCE_SERVICE, pod_labels
from policies.properties import evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Consolidation and upgrades of nodes ask the budget first. A single replica cannot be kept by any."""
    resources = of_stack(args)
    budgets = Placed(of_kind(resources, "policy/PodDisruptionBudget"))

    def check(workload: Resource) -> None:
        if (workload.properties.number(*_replicas(workload)) or 1) < 2:  # noqa: PLR2004
            return
        labels = pod_labels(workload)[0]
        selectors = [budget.properties.at("spec", "selector") for budget in budgets.beside(workload)]
        if not some(selectors, lambda selector: selector.is_set() and selects(selector, labels)):
            report_violation(f"{workload.name} must have a PodDisruptionBudget.", workload.urn)

    evaluate(of_kind(resources, "apps/Deployment", "apps/StatefulSet", INFERENCE_SERVICE), check)


def _replicas(workload: Resource) -> tuple[str, ...]:
    """Where the fewest replicas stand; the first pods of an InferenceService are its predictor's."""
    of_model = kind_of(workload.type) == INFERENCE_SERVICE
    return ("spec", "predictor", "minReplicas") if of_model else ("spec", "replicas")


POLICY = pp.StackValidationPolicy(
    name="kubernetes-workload-disruption-budget",
    description="Deployments, StatefulSets and models with several replicas have a PodDisruptionBudget.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "application", "Use Pod Disruption Budgets"
    ),
    remediation_steps="Declare a `PodDisruptionBudget` in the same namespace whose `selector` has the pods' labels.",
    tags=["kubernetes", "pod", "availability"],
    url="https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    validate=validate,
)
