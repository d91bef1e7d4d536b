"""The settings of what a tenant may cost."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from stacks.reading.errors import shown
from stacks.sections.fields import Length, Section, Text, refuse


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,}", value, re.IGNORECASE):
        refuse(f"{shown(value)!r} is not an e-mail address; write for example data-science@example.com")
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if values.count(value) > 1:
            refuse(f"{value} is listed {values.count(value)} times")
    return values


EmailAddress = Annotated[Text, AfterValidator(_email)]


class Budget(Section):
    """What a month of a tenant should cost at most. A bill beyond it stops nothing; it is told."""

    usd_per_month: Annotated[int, Field(ge=1, le=10_000_000)]
    """USD of a calendar month, for everything that carries the tenant's tag: its own nodes, store, key and images."""
    notify: Annotated[tuple[EmailAddress, ...], Length(1, 10), AfterValidator(_once)]
    """Who is told at 80 % and at 100 % of it, and when the forecast says so; the owner's address at least."""
