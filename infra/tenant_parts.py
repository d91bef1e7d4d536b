"""What of a stack is one tenant's: what goes with it, what stays, what is protected."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TENANT = "::mlplatform:index:Tenant::tenant-"


@dataclass(frozen=True)
class Part:
    """One resource of a tenant."""

    urn: str
    kind: str
    """Its type, as people say it, for example `s3 Bucket`."""
    called: str
    """Its name in AWS or Kubernetes."""
    stays: bool
    """Whether it stays in AWS when it leaves the stack."""
    is_protected: bool
    is_real: bool
    """Whether it is something in AWS or Kubernetes; otherwise it only groups."""


def tenants(resources: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The tenants that a stack's state holds, by name."""
    return {one["urn"].partition(_TENANT)[2]: one for one in resources if _TENANT in one["urn"]}


def parts(resources: Sequence[Mapping[str, Any]], tenant: Mapping[str, Any]) -> list[Part]:
    """Everything that is a tenant's, its component included."""
    return [_part(one) for one in _family(resources, tenant)]


def shared_place(resources: Sequence[Mapping[str, Any]], tenant: Mapping[str, Any]) -> str | None:
    """Where the tenant's files lie if their bucket is not its own."""
    bucket, _, below = str(tenant["outputs"]["storage_uri"]).removeprefix("s3://").partition("/")
    own = {one.get("id") for one in _family(resources, tenant) if one["type"] == "aws:s3/bucket:Bucket"}
    return None if bucket in own else f"s3://{bucket}/{below.partition('/')[0]}/"


def _family(resources: Sequence[Mapping[str, Any]], tenant: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    children: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in resources:
        children[one.get("parent", "")].append(one)
    found = [tenant]
    for one in found:
        yield one
        found.extend(children[one["urn"]])


def _part(resource: Mapping[str, Any]) -> Part:
    _, module, type_name = str(resource["type"]).split(":")
    return Part(
        urn=resource["urn"],
        kind=f"{module.partition('/')[0]} {type_name}",
        called=str(resource.get("id", "")),
        stays=bool(resource.get("retainOnDelete")),
        is_protected=bool(resource.get("protect")),
        is_real=bool(resource.get("custom")),
    )
