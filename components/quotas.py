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


@dataclass(frozen=True)
class Limit:
    """One that AWS raises for nobody."""

    what: str
    most: int
    source: str


ROLE_POLICIES = Limit(
    "characters, without white space, of all inline policies of a role",
    10_240,
    '"IAM and AWS STS quotas", IAM User Guide, read 2026-11-22',
)
POD_IDENTITIES = Limit(
    "Pod Identity associations of a cluster",
    5_000,
    '"Learn how EKS Pod Identity grants pods access to AWS services", EKS User Guide, read 2026-11-22',
)
