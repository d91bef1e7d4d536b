"""A node's role must let it join the cluster and pull images, and nothing else."""

from collections import defaultdict

import pulumi_policy as pp

from policies.iam.identities import roles
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import Referenced, Resource, known_text, of_stack

NEEDED = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKSWorkerNodeMinimalPolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEC2ContainerRegistryReadOnly",
)
_ATTACHMENTS = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    "aws:iam/policyAttachment:PolicyAttachment": "roles",
}


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A pod is one mistake away from the credentials of its node; add-ons and tenants have roles of their own."""
    resources = of_stack(args)
    declared = roles(resources)
    held = _held(resources, declared)

    judged: set[str] = set()

    def check(node: tuple[Resource, str]) -> None:
        resource, key = node
        found = declared.by(resource, key)
        if not found and resource.properties.text(key):
            raise NotEvaluatedError([f"the role in `{key}` of {resource.name} is not declared in this stack"])
        for role in found:
            if role.urn not in judged:
                judged.add(role.urn)
                evaluate([*held[role.urn], *_of_its_own(role)], lambda policy, role=role: check_policy(policy, role))

    def check_policy(policy: Properties, role: Resource) -> None:
        name = policy.text().partition(":iam::aws:policy/")[2]
        if name not in NEEDED:
            report_violation(f"The role of nodes {role.name} must not hold {name or policy.text()}.", role.urn)

    evaluate(_nodes(resources), check)


def _nodes(resources: list[Resource]) -> list[tuple[Resource, str]]:
    # Karpenter's and other self-managed nodes join by an access entry, managed ones by their node group.
    groups = [(each, "nodeRoleArn") for each in resources if each.type == "aws:eks/nodeGroup:NodeGroup"]
    entries = [
        (each, "principalArn")
        for each in resources
        if each.type == "aws:eks/accessEntry:AccessEntry" and known_text(each.properties, "type").startswith("EC2")
    ]
    return groups + entries


def _held(resources: list[Resource], declared: Referenced) -> dict[str, list[Properties]]:
    """What other resources give to each role, by the role's URN: ARNs of policies, or names of those made here."""
    made_here = Referenced([each for each in resources if each.type == "aws:iam/policy:Policy"])
    held: dict[str, list[Properties]] = defaultdict(list)
    for each in resources:
        if each.type in _ATTACHMENTS:
            for role in declared.by(each, _ATTACHMENTS[each.type]):
                own = [Properties(each.name, policy.name) for policy in made_here.by(each, "policyArn")]
                held[role.urn] += own or [each.properties.at("policyArn")]
        elif each.type == "aws:iam/rolePolicy:RolePolicy":
            for role in declared.by(each, "role"):
                held[role.urn].append(Properties(each.name, each.name))
    return held


def _of_its_own(role: Resource) -> list[Properties]:
    inline = [Properties(role.name, "an inline policy") for _ in role.properties.each("inlinePolicies")]
    return [*role.properties.each("managedPolicyArns"), *inline]


POLICY = pp.StackValidationPolicy(
    name="iam-node-role-minimal",
    description="Roles of nodes hold AWS's policies for workers and for pulling images only.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.1.3", "Minimize cluster access to read-only for Amazon ECR"
    ),
    remediation_steps="Attach AmazonEKSWorkerNodePolicy and AmazonEC2ContainerRegistryPullOnly only; give add-ons "
    "and pods, the VPC CNI among them, a role of their own by Pod Identity.",
    tags=["iam", "eks", "credentials", "C-0223"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html",
    validate=validate,
)
