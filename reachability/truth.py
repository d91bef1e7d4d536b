"""Three-valued logic: what follows from values that are known only after `up` is neither true nor false."""

from collections.abc import Iterable

Truth = bool | None
"""None: depends on a value that is not known."""


def both(*truths: Truth) -> Truth:
    """And."""
    return every(truths)


def every(truths: Iterable[Truth]) -> Truth:
    """Whether all are true."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        found = found if truth else None
    return found


def some(truths: Iterable[Truth]) -> Truth:
    """Whether one is true."""
    return negation(every(negation(truth) for truth in truths))


def negation(truth: Truth) -> Truth:
    """Not."""
    return None if truth is None else not truth
