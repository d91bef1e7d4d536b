"""A network policy that selects nothing protects nothing."""

import pulumi_policy as pp

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.kubernetes.tenants import is_empty, selects
from policies.kubernetes.workloads import KINDS, pod_labels
from policies.properties import Properties, evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Judged in namespaces whose pods are all declared here; a Helm release brings pods that nobody sees."""
    resources = of_stack(args)
    policies = Placed(of_kind(resources, "networking.k8s.io/NetworkPolicy"))
    workloads = Placed(of_kind(resources, *KINDS))
    releases = Placed(of_kind(resources, "helm.sh/Release"), "namespace")

    def check(namespace: Resource) -> None:
        if releases.inside(namespace):
            return
        pods = [labels for each in workloads.inside(namespace) for labels in pod_labels(each)]
        evaluate(policies.inside(namespace), lambda policy: check_policy(policy, pods))

    def check_policy(policy: Resource, pods: list[dict[str, str]]) -> None:
        selector: Properties = policy.properties.at("spec", "podSelector")
        if not is_empty(selector) and not some(pods, lambda labels: selects(selector, labels)):
            report_violation(f"`{selector.path}` of {policy.name} selects no pod of its namespace.", policy.urn)

    evaluate(of_kind(resources, "core/Namespace"), check)


POLICY = pp.StackValidationPolicy(
    name="kubernetes-network-policy-selects-pods",
    description="Network policies select pods that exist.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("EKS Best Practices Guide", "2025", "network-security", "Network policy"),
    remediation_steps="Correct the labels in `pod_selector`, or remove the policy; `{}` selects every pod.",
    tags=["kubernetes", "tenant", "network", "C-0299"],
    url="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    validate=validate,
)
