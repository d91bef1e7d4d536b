"""Pods with security groups of their own must be able to start, find names and be probed."""

import pulumi_policy as pp

from policies.ec2.ports import covered, protocol
from policies.ec2.security_groups import GROUP, RULES
from policies.kubernetes.kinds import of_kind
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import Referenced, Resource, of_stack

_EVERY_PROTOCOL = ("-1", "all")
_DNS = {53: "DNS"}


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The rules of all groups of a pod add up. A missing group or rule shows as pods that never become ready."""
    resources = of_stack(args)
    declared = Referenced(of_stack(args, GROUP), "id")

    def check(policy: Resource) -> None:
        named = policy.properties.each("spec", "securityGroups", "groupIds")
        if not named:
            report_violation(f"{policy.name} must name a security group.", policy.urn)
            return
        groups = declared.by(policy, "spec")
        if len(groups) < len(named):
            raise NotEvaluatedError([f"not all security groups of {policy.name} are declared in this stack"])
        egress, ingress = _rules(resources, groups, "egress"), _rules(resources, groups, "ingress")
        missing = [each for each in ("udp", "tcp") if not any(_lets(rule, each) for rule in egress)]
        if missing:
            report_violation(f"The groups of {policy.name} must let out DNS ({', '.join(missing)} 53).", policy.urn)
        if not any(protocol(rule) in ("tcp", *_EVERY_PROTOCOL) for rule in ingress):
            report_violation(f"The groups of {policy.name} must let in the kubelet's probes.", policy.urn)

    evaluate(of_kind(resources, "vpcresources.k8s.aws/SecurityGroupPolicy"), check)


def _rules(resources: list[Resource], groups: list[Resource], direction: str) -> list[Properties]:
    inside = [rule for group in groups for rule in group.properties.each(direction)]
    beside = [
        each.properties
        for each in resources
        if each.type in RULES
        and (RULES[each.type] or each.properties.text("type")) == direction
        and any(each.refers_to(group, "securityGroupId", "id") for group in groups)
    ]
    return inside + beside


def _lets(rule: Properties, transport: str) -> bool:
    return protocol(rule) in (transport, *_EVERY_PROTOCOL) and covered(rule, _DNS) != ""


POLICY = pp.StackValidationPolicy(
    name="kubernetes-security-group-policy-complete",
    description="Security groups of pods exist, let out DNS and let in probes.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("EKS Best Practices Guide", "2025", "sgpp", "Security Groups Per Pod"),
    remediation_steps="Declare the group in this program with egress to the cluster's DNS on 53 (UDP and TCP) and "
    "ingress from the nodes' security group on the port of the probes.",
    tags=["kubernetes", "network", "ec2"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/sgpp.html",
    validate=validate,
)
