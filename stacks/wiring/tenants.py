"""Tenants, in whatever stack they are."""

from collections.abc import Iterable
from typing import TypedDict

from pulumi import Output, ResourceOptions

from components.tenant import Tenant
from stacks import model
from stacks.wiring.account import Account
from stacks.wiring.tenant_args import tenant_args
from stacks.wiring.tenant_base import TenantBase


class TenantOutputs(TypedDict):
    """What a tenant's people need."""

    namespace: str
    storage_uri: str
    role_arn: Output[str]
    repository_url: Output[str]


def tenants(
    declared: Iterable[model.Tenant],
    settings: model.Settings,
    account: Account,
    base: TenantBase,
    opts: ResourceOptions,
) -> dict[str, TenantOutputs]:
    """Declare them. Everything that is one tenant's is its component's child, called the same in every stack."""
    made = {
        tenant.name: Tenant(f"tenant-{tenant.name}", tenant_args(tenant, settings, account, base), opts)
        for tenant in declared
    }
    return {
        name: {
            "namespace": tenant.namespace,
            "storage_uri": tenant.storage_uri,
            "role_arn": tenant.role_arn,
            "repository_url": tenant.repository_url,
        }
        for name, tenant in made.items()
    }
