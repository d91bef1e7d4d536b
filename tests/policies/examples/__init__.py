"""Examples for each policy: what passes, what fails, what absence and unknown values mean."""

from dataclasses import dataclass

from policies.rules import Rule
from tests.policies.judging import Given

Stack = Given | list[Given]


@dataclass(frozen=True)
class Examples:
    """All four kinds; every policy has some of each."""

    policy: Rule
    passing: list[Stack]
    failing: list[Stack]
    absent: Stack
    absence_fails: bool
    """Whether what the cloud does in the absence of the field is a violation."""
    unknown: Stack
