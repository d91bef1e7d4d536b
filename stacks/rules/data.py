"""Rules about data sources."""

import re
from collections.abc import Iterator

from components.data_contract import DRIVER_ADD_ONS, EFS
from components.names import Names
from stacks import add_ons
from stacks.model import Settings
from stacks.reading.errors import Path, Problem
from stacks.rules import egress
from stacks.sections.data import Data

_S3 = ("path",), ("bucket", "key_arn")
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "s3": _S3,
    "s3-mount": _S3,
    "efs": ((), ("file_system", "file_system_id", "access_point_id")),
    "fsx-lustre": (("file_system_id", "dns_name", "mount_name"), ()),
    "hdfs": (("name_node", "path"), ("port", "cidrs", "namespace")),
}
"""Keys that each kind needs, and keys that it may have."""
_OF_SOME_KINDS = {key for needed, allowed in FIELDS.values() for key in (*needed, *allowed)}


def data(settings: Settings) -> Iterator[Problem]:
    """Each source whole, and none that reaches another tenant's data."""
    taken: dict[str, tuple[str, str]] = {}
    for index, tenant in enumerate(settings.tenants):
        names: set[str] = set()
        for number, source in enumerate(tenant.data):
            path: Path = ("tenants", index, "data", number)
            if source.name in names:
                yield Problem((*path, "name"), f"{source.name} is the name of another source of the tenant; change one")
            names.add(source.name)
            yield from _keys(source, path)
            yield from _driver(settings, source, path)
            yield from _s3(settings, source, path)
            yield from _efs(settings, source, path)
            yield from _hdfs(settings, source, path)
            for key, place in _places(source):
                owner, known = next((v for k, v in taken.items() if _meet(k, place)), (tenant.name, ""))
                if owner != tenant.name:
                    message = (
                        f"tenant {owner} has {known}; tenants share no data, give {tenant.name} a place of its own"
                    )
                    yield Problem((*path, key), message)
                taken.setdefault(place, (tenant.name, place))
        for position, wanted in enumerate(tenant.model.data):
            if wanted not in names:
                declared = ", ".join(sorted(names)) or "none"
                message = f"{wanted!r} is not declared (data of the tenant: {declared})"
                yield Problem(("tenants", index, "model", "data", position), message)


def _keys(source: Data, path: Path) -> Iterator[Problem]:
    needed, allowed = FIELDS[source.kind]
    for key in needed:
        if not getattr(source, key):
            yield Problem(path, f"kind {source.kind} needs {key}; add it")
    for key in sorted(_OF_SOME_KINDS - {*needed, *allowed}):
        if getattr(source, key):
            kinds = ", ".join(kind for kind, keys in FIELDS.items() if key in (*keys[0], *keys[1]))
            yield Problem((*path, key), f"means nothing for kind {source.kind}, only for {kinds}; drop it")


def _driver(settings: Settings, source: Data, path: Path) -> Iterator[Problem]:
    add_on = DRIVER_ADD_ONS.get(source.kind)
    if add_on and add_on not in add_ons.storage_drivers(settings):
        setting = add_ons.STORAGE_DRIVERS[add_on]
        message = f"{source.kind} needs the EKS add-on {add_on}; set cluster.storage_drivers.{setting} to true"
        yield Problem((*path, "kind"), message)


def _s3(settings: Settings, source: Data, path: Path) -> Iterator[Problem]:
    names = Names(settings.platform, settings.environment, settings.account_id or "")
    if source.bucket and re.fullmatch(rf"{re.escape(names.cluster)}-(.*-)?(models|t-.*)", source.bucket):
        message = "is the platform's own; leave the key out, and `path` is below the tenant's prefix"
        yield Problem((*path, "bucket"), message)
    if source.key_arn and source.bucket is None:
        yield Problem((*path, "key_arn"), "goes with a bucket of your own; the platform's bucket has a key already")
    if source.key_arn and (region := source.key_arn.split(":")[3]) != settings.region:
        yield Problem(
            (*path, "key_arn"), f"the key is in {region}, the platform in {settings.region}; S3 needs both in one"
        )


def _efs(settings: Settings, source: Data, path: Path) -> Iterator[Problem]:
    if source.kind != EFS:
        return
    wanted, known = source.file_system, settings.storage.file_systems
    ids = (source.file_system_id, source.access_point_id)
    if wanted and any(ids):
        yield Problem(
            (*path, "file_system"), "gets an access point of its own; drop file_system_id and access_point_id"
        )
    elif wanted is None and not all(ids):
        yield Problem(path, "kind efs needs file_system, or file_system_id and access_point_id of an existing one")
    elif wanted and wanted not in known:
        declared = ", ".join(known) or "none"
        yield Problem((*path, "file_system"), f"{wanted!r} is not declared (storage.file_systems: {declared})")


def _hdfs(settings: Settings, source: Data, path: Path) -> Iterator[Problem]:
    if source.kind != "hdfs":
        return
    if bool(source.cidrs) == bool(source.namespace):
        yield Problem(path, "kind hdfs needs either cidrs (outside this VPC) or namespace (in this cluster)")
    if source.namespace in {tenant.name for tenant in settings.tenants}:
        yield Problem((*path, "namespace"), f"{source.namespace} is a tenant; tenants do not reach each other")
    for number, cidr in enumerate(source.cidrs):
        yield from egress.outside(settings, (*path, "cidrs", number), cidr)


def _places(source: Data) -> Iterator[tuple[str, str]]:
    """What one tenant has and no other may have: prefixes end with a slash, so `a` does not hold `ab`."""
    if source.bucket and source.path:
        yield "path", f"s3://{source.bucket}/{source.path}/"
    if source.kind == "efs" and source.access_point_id:
        yield "access_point_id", f"{source.access_point_id}/"
    if source.kind == "fsx-lustre" and source.file_system_id:
        yield "file_system_id", f"{source.file_system_id}/"


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
