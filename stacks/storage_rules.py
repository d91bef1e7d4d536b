"""Rules about buckets and image registries."""

from collections import Counter
from collections.abc import Iterator

from stacks.errors import Problem
from stacks.model import Settings


def registries(settings: Settings) -> Iterator[Problem]:
    """Every repository once, none that is a tenant's; every other account once."""
    wanted, path = settings.image_registries, ("image_registries",)
    for name, count in Counter(wanted.repositories).items():
        if count > 1:
            yield Problem((*path, "repositories"), f"{name} is listed {count} times; list it once")
        if name.startswith("tenants-"):
            message = f"{name} looks like a tenant's repository, which exists already; choose another name"
            yield Problem((*path, "repositories"), message)
    for account, count in Counter(wanted.pull_account_ids).items():
        if count > 1:
            yield Problem((*path, "pull_account_ids"), f"{account} is listed {count} times; list it once")
        if account == settings.account_id:
            yield Problem((*path, "pull_account_ids"), f"{account} is this account, which may pull already; drop it")
