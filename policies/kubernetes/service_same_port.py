"""A service must listen on the port of its pods, or the VPC CNI judges the wrong one."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An absent target is the port itself; a named one has the port's own name. Headless services forward nothing."""
    if kind_of(args.resource_type) != "core/Service":
        return
    spec = read(args).at("spec")
    if spec.text("clusterIP") == "None":
        return

    def check(port: Properties) -> None:
        target, number = port.text("targetPort"), port.number("targetPort")
        same = number == port.number("port") if number is not None else target == port.text("name")
        if target and not same:
            report_violation(f"`{port.path}.targetPort` of {args.name} must be the port of the service.", None)

    evaluate(spec.each("ports"), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-service-same-port",
    description="Services have the same port as their pods.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "Amazon EKS User Guide", "2026", "cni-network-policy", "Limit Pod traffic with Kubernetes network policies"
    ),
    remediation_steps="Set `port` to the number of `target_port`; give a named port the same name in the service.",
    tags=["kubernetes", "network"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    validate=validate,
)
