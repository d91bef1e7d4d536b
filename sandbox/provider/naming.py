"""Physical names: the logical name and seven hex digits, as Pulumi's bridged providers make them."""

import random
import secrets

from sandbox.provider.errors import CheckError, Failure
from sandbox.provider.requests import Check, NamingMode

_DIGITS = 7


def physical_name(check: Check, property: str, *, max_length: int = 255, prefix: str = "", suffix: str = "") -> str:  # noqa: A002
    """The name that exists already, else the engine's proposal, else a new random one; stable under one seed."""
    if old := check.old_inputs.get(property):
        return str(old)
    autonaming = check.autonaming
    if autonaming and autonaming.mode is NamingMode.DISABLE:
        reason = f"automatic naming is disabled by the stack's configuration: set {property}"
        raise CheckError([Failure(property, reason)])
    if autonaming and autonaming.proposed:
        is_free = autonaming.mode is NamingMode.PROPOSE
        return prefix + autonaming.proposed + suffix if is_free else autonaming.proposed
    tail = f"-{random_digits(check)}{suffix}"
    base = prefix + check.resource.name
    if len(base) + len(tail) > max_length:
        reason = f"'{base}{tail}' is longer than {max_length} characters: shorten the logical name or set {property}"
        raise CheckError([Failure(property, reason)])
    return base + tail


def random_digits(check: Check, count: int = _DIGITS) -> str:
    """Hex digits that depend on the engine's seed alone, if it gives one."""
    if not check.seed:
        return secrets.token_hex(count)[:count]
    # The engine's seed makes preview and update of one plan agree on the name.
    return "".join(random.Random(check.seed).choices("0123456789abcdef", k=count))  # noqa: S311
