"""How many of a thing an AWS account may have before it asks for more, and where the numbers come from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """One quota of Service Quotas."""

    what: str
    code: str
    """Its code in Service Quotas, by which more is asked for."""
    default: int
    source: str


IAM_ROLES = Quota(
    "IAM roles of an account",
    "L-FE177D64",
    1000,
    "EKS best practices, Known Limits and Service Quotas, read 2026-11-21",
)
