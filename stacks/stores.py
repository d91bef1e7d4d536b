"""Where a tenant's data lies: in the bucket that tenants share, or in one of its own."""

from components.data_classes import FLOORS
from stacks.model import Settings, Tenant

OWN = "own"


def floor(tenant: Tenant, settings: Settings) -> tuple[str, str]:
    """The least that is allowed, and what demands it."""
    if FLOORS[tenant.data_class].store == OWN:
        return OWN, f"data class {tenant.data_class}"
    return settings.storage.tenant_stores, "storage.tenant_stores"


def has_own_store(tenant: Tenant, settings: Settings) -> bool:
    """Whether a tenant has a bucket and a key of its own."""
    return (tenant.store or floor(tenant, settings)[0]) == OWN
