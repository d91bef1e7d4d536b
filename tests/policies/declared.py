"""What an environment declares, as policies are given it."""

from datetime import date
from functools import cache

from policies import exceptions
from policies.rules import POLICIES
from tests.policies.judging import Given
from tests.recording import record_environment

EXCUSED = exceptions.load(
    exceptions.FILE.read_text(encoding="utf-8"), {policy.name for policy in POLICIES}, date(2026, 11, 21)
)
"""The pack's exceptions on a day when they hold."""


@cache
def declared(environment: str, *, preview: bool) -> tuple[Given, ...]:
    """Its resources with their options and providers."""
    recorded = record_environment(environment, preview=preview)
    providers = {each.urn: each.props for each in recorded}
    return tuple(
        Given(
            each.type,
            each.props,
            each.name,
            each.property_dependencies,
            each.urn,
            each.options.protect,
            providers.get(each.provider.rpartition("::")[0], {}),
        )
        for each in recorded
        if each.custom
    )
