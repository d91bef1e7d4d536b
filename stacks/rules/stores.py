"""Rules of tenants' stores: never below the floor, with names that AWS takes."""

from collections.abc import Iterator

from components.names import LIMITS, Names
from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.stores import OWN, floor, has_own_store


def stores(settings: Settings) -> Iterator[Problem]:
    """What the class asks for, in a bucket whose name is short enough."""
    names = Names(settings.platform, settings.environment, settings.account_id or "0" * 12)
    for index, tenant in enumerate(settings.tenants):
        least, because = floor(tenant, settings)
        if tenant.store == "shared" and least == OWN:
            message = f"shared is below the floor of {because}, which is own; leave the key out"
            yield Problem(("tenants", index, "store"), message)
        if not has_own_store(tenant, settings):
            continue
        derived = {"bucket": names.tenant_bucket(tenant.name)}
        if settings.storage.replica_region:
            derived["iam-role"] = names.tenant_replication_role(tenant.name)
        for kind, name in derived.items():
            if (too_long := len(name) - LIMITS[kind]) > 0:
                message = f"the tenant's own {kind} {name} is {too_long} characters too long; shorten the name"
                yield Problem(("tenants", index, "name"), message)
