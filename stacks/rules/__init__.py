"""Rules that look at more than one setting, and the rules that only some environments have."""

from collections.abc import Callable, Iterator

from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.rules import (
    addresses,
    audit,
    budgets,
    calls,
    cluster,
    data,
    file_systems,
    inspection,
    limits,
    placement,
    pools,
    production,
    runtime,
    storage,
    stores,
    tags,
    tenants,
)

Rule = Callable[[Settings], Iterator[Problem]]


def broken(settings: Settings, environment: str) -> Iterator[Problem]:
    """Every broken rule."""
    if settings.environment != environment:
        message = f"{settings.environment!r} differs from the file's name; write {environment}"
        yield Problem(("environment",), message)
    for rule in RULES:
        yield from rule(settings)


RULES: tuple[Rule, ...] = (
    *addresses.RULES,
    *inspection.RULES,
    *cluster.RULES,
    pools.pools,
    *tenants.RULES,
    *calls.RULES,
    placement.placement,
    runtime.runtime,
    tags.tags,
    production.protected,
    storage.replica,
    stores.stores,
    file_systems.file_systems,
    file_systems.shared_files,
    storage.registries,
    storage.pull_through,
    data.data,
    audit.audit,
    budgets.budgets,
    limits.limits,
)
