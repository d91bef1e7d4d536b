"""Rules of shared file systems: who mounts them, who may share one, and what prod keeps."""

from collections import defaultdict
from collections.abc import Iterator

from stacks.model import Settings
from stacks.reading.errors import Path, Problem
from stacks.stores import floor, has_own_store


def file_systems(settings: Settings) -> Iterator[Problem]:
    """The driver that mounts them is there, with a role that is known; prod keeps copies."""
    path = ("storage", "file_systems")
    wanted = settings.storage.file_systems
    if wanted and settings.cluster.existing:
        message = "the cluster's owner decides with which role its EFS driver mounts; name an existing file system in "
        yield Problem(path, message + "the data source: file_system_id, access_point_id")
    elif wanted and not settings.cluster.storage_drivers.file_systems:
        yield Problem(path, "no pod can mount them; set cluster.storage_drivers.file_systems to true")
    for name, one in wanted.items():
        if settings.environment == "prod" and not one.backups:
            yield Problem((*path, name, "backups"), "prod: must be true")


def shared_files(settings: Settings) -> Iterator[Problem]:
    """A file system has one key, so a tenant whose key must be its own has the file system to itself."""
    users: dict[str, dict[str, Path]] = defaultdict(dict)
    for index, tenant in enumerate(settings.tenants):
        for number, source in enumerate(tenant.data):
            if source.file_system:
                users[source.file_system].setdefault(tenant.name, ("tenants", index, "data", number, "file_system"))
    for tenant in settings.tenants:
        for name, places in users.items():
            others = [other for other in places if other != tenant.name]
            if tenant.name in places and others and has_own_store(tenant, settings):
                because = floor(tenant, settings)[1] if tenant.store is None else "store: own"
                message = f"{tenant.name} has a key of its own ({because}), and {name} is also {others[0]}'s; "
                yield Problem(places[tenant.name], message + "give it one of its own in storage.file_systems")
