"""Where identity policies and trust policies stand in resources."""

import pulumi_policy as pp

from policies.iam.documents import statements
from policies.properties import Properties
from policies.resources import Referenced, Resource, read

ROLE = "aws:iam/role:Role"
_IDENTITY_POLICIES = (
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/groupPolicy:GroupPolicy",
)


def identity_statements(args: pp.ResourceValidationArgs) -> list[Properties]:
    """What a resource lets its holder do."""
    if args.resource_type in _IDENTITY_POLICIES:
        return statements(read(args), "policy")
    if args.resource_type == ROLE:
        return [each for inline in read(args).each("inlinePolicies") for each in statements(inline, "policy")]
    return []


def trust_statements(args: pp.ResourceValidationArgs) -> list[Properties]:
    """Who may take on a role."""
    return statements(read(args), "assumeRolePolicy") if args.resource_type == ROLE else []


def roles(resources: list[Resource]) -> Referenced:
    """The roles of a stack, for what refers to them."""
    return Referenced([resource for resource in resources if resource.type == ROLE], "name")
