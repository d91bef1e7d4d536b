"""Where a tenant's data lies: in the bucket that tenants share, or in one of its own."""

from components.data_classes import FLOORS
from components.names import Names
from stacks.model import Settings, Tenant
from stacks.sections.data import Data

OWN = "own"


def floor(tenant: Tenant, settings: Settings) -> tuple[str, str]:
    """The least that is allowed, and what demands it."""
    if FLOORS[tenant.data_class].store == OWN:
        return OWN, f"data class {tenant.data_class}"
    return settings.storage.tenant_stores, "storage.tenant_stores"


def has_own_store(tenant: Tenant, settings: Settings) -> bool:
    """Whether a tenant has a bucket and a key of its own."""
    return (tenant.store or floor(tenant, settings)[0]) == OWN


def bucket_of(tenant: Tenant, settings: Settings, names: Names) -> str:
    """The bucket in which a tenant's prefix is."""
    return names.tenant_bucket(tenant.name) if has_own_store(tenant, settings) else names.models_bucket


def place_of(source: Data, tenant: Tenant, bucket: str) -> tuple[str, str]:
    """Bucket and prefix of a source in S3: below the tenant's prefix in its bucket, or in one that is named."""
    path = f"{source.path or ''}/"
    return (source.bucket, path) if source.bucket else (bucket, f"{tenant.name}/{path}")
