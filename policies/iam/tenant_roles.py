"""Roles of tenants: what the pods in their namespaces act as."""

from policies.iam.identities import roles
from policies.kubernetes.tenants import tenant_namespaces
from policies.resources import Referenced, Resource

ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
Held = tuple[Resource, Resource]
"""A tenant's role, and one of its policies."""


def tenant_roles(resources: list[Resource]) -> list[Resource]:
    """The roles that Pod Identity gives to pods in tenants' namespaces."""
    namespaces, declared = Referenced(tenant_namespaces(resources), "metadata", "name"), roles(resources)
    found = {
        role.urn: role
        for association in resources
        if association.type == ASSOCIATION and namespaces.by(association, "namespace")
        for role in declared.by(association, "roleArn")
    }
    return list(found.values())


def held_by_tenants(resources: list[Resource]) -> list[Held]:
    """The roles of tenants, each with each of its inline policies."""
    holders = Referenced(tenant_roles(resources), "name")
    return [
        (role, policy)
        for policy in resources
        if policy.type == "aws:iam/rolePolicy:RolePolicy"
        for role in holders.by(policy, "role")
    ]
