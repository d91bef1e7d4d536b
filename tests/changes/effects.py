"""What a change of the settings does to each resource, decided as the providers decide it."""

from collections.abc import Mapping
from typing import NamedTuple

from sandbox.aws.provider.catalogue import resource_type
from sandbox.aws.provider.planning import difference
from sandbox.kubernetes.provider.replacement import object_diff
from sandbox.provider.diff import diff, generic
from sandbox.provider.requests import Change, Resource
from stacks import platform
from stacks.model import Settings
from tests.recording import RecordedResource, record

_PROVIDERS = ("aws:", "kubernetes:")
_RELEASE = "kubernetes:helm.sh/v3:Release"
_OF_A_RELEASE = ("name", "namespace")

Resources = Mapping[str, RecordedResource]


class Effects(NamedTuple):
    """Resources that a change touches, each in one of four ways."""

    adds: list[RecordedResource]
    updates: list[RecordedResource]
    replaces: list[RecordedResource]
    deletes: list[RecordedResource]


def effects(old: Resources, after: Settings) -> Effects:
    """What `up` does to an environment that has these resources."""
    replaced = frozenset[str]()
    while True:
        # A replaced resource answers with another id, which may replace those that hold it.
        new = declared(after, replaced)
        touched = {urn: _replacing(old[urn], new[urn]) for urn in old.keys() & new.keys()}
        found = replaced | {urn for urn, paths in touched.items() if paths}
        if found == replaced:
            break
        replaced = found
    return Effects(
        adds=[new[urn] for urn in sorted(new.keys() - old.keys())],
        updates=[new[urn] for urn, paths in sorted(touched.items()) if paths is not None and urn not in replaced],
        replaces=[old[urn] for urn in sorted(replaced)],
        deletes=[old[urn] for urn in sorted(old.keys() - new.keys())],
    )


def declared(settings: Settings, replaced: frozenset[str] = frozenset()) -> Resources:
    """Resources of an environment, some of which were replaced."""
    recording = record(lambda: platform.deploy(settings), stack=settings.environment, preview=False, renewed=replaced)
    return {each.urn: each for each in recording.resources if each.custom and each.type.startswith(_PROVIDERS)}


def _replacing(old: RecordedResource, new: RecordedResource) -> list[str] | None:
    """Paths that replace the resource; None where nothing changed."""
    found = diff(old.props, new.props)
    ignored = new.options.ignore_changes
    if not any(not _below(path, ignored) for path in found.changes):
        return None
    change = Change(Resource(new.urn, new.type, new.name), "id", old.props, old.props, new.props)
    if new.type.startswith("aws:"):
        found = difference(change, resource_type(new.type))
    elif new.type == _RELEASE:
        found = diff(old.props, new.props, lambda path: path in _OF_A_RELEASE)
    else:
        found = object_diff(change)
    if not any(not _below(path, ignored) for path in found.changes):
        return None
    return [path for path in found.replaces if not _below(path, ignored)]


def _below(path: str, ignored: tuple[str, ...]) -> bool:
    return any(generic(path) == one or generic(path).startswith(f"{one}.") for one in ignored)
