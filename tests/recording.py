"""A recording engine: runs a Pulumi program without an engine and lists every resource that it asks for."""

import asyncio
import contextvars
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, cast
from unittest.mock import patch

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.proto.source_pb2 import StackTrace
from pulumi.runtime.stack import run_pulumi_func
from typing_extensions import override

from stacks import platform, settings
from tests.emulated_answers import invoke_result, outputs_after_create

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine (and so `props`) puts where a value is known only after `up`."""
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"

PROJECT = "mlplatform"


@dataclass(frozen=True)
class RecordedOptions:
    """The resource options as the engine would apply them (protect and retain_on_delete are inherited from parents)."""

    protect: bool
    retain_on_delete: bool
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    aliases: tuple[str, ...]
    additional_secret_outputs: tuple[str, ...]
    delete_before_replace: bool
    deleted_with: str
    custom_timeouts: Mapping[str, str]


@dataclass
class RecordedResource:
    """One RegisterResource request. `props` has camelCase keys and float numbers; an unknown value is `UNKNOWN`."""

    type: str
    name: str
    urn: str
    custom: bool
    parent: str
    """URN of the parent; empty for the stack itself."""
    provider: str
    """`<urn>::<id>` of the provider; empty for components and providers."""
    props: dict[str, Any]
    secrets: tuple[str, ...]
    """Paths of the properties that were marked secret, for example `data.password`."""
    dependencies: tuple[str, ...]
    property_dependencies: dict[str, tuple[str, ...]]
    options: RecordedOptions
    outputs: dict[str, Any] | None = None
    """What a component passed to register_outputs; None when it did not call it."""


@dataclass
class Recording:
    """Every resource of one run, sorted by URN."""

    resources: list[RecordedResource]
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])

    def of_type(self, token: str) -> list[RecordedResource]:
        """All resources of one type token."""
        return [resource for resource in self.resources if resource.type == token]

    def named(self, name: str, token: str | None = None) -> RecordedResource:
        """The one resource of that logical name (and type, where two share a name)."""
        found = [r for r in self.resources if r.name == name and token in (None, r.type)]
        if len(found) != 1:
            message = f"{len(found)} resources are called {name!r}; there are {sorted(r.name for r in self.resources)}"
            raise LookupError(message)
        return found[0]


def _plain(value: struct_pb2.Value, path: str, secrets: list[str]) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "list_value":
        return [_plain(item, f"{path}[{index}]", secrets) for index, item in enumerate(value.list_value.values)]
    if kind != "struct_value":
        return None if kind in (None, "null_value") else getattr(value, kind)
    fields = value.struct_value.fields
    if _SIGNATURE in fields and fields[_SIGNATURE].string_value == _SECRET:
        secrets.append(path)
        return _plain(fields["value"], path, secrets)
    return {key: _plain(item, f"{path}.{key}" if path else key, secrets) for key, item in sorted(fields.items())}


def _plain_struct(struct: struct_pb2.Struct, secrets: list[str]) -> dict[str, Any]:
    return {key: _plain(value, key, secrets) for key, value in sorted(struct.fields.items())}


class _NoMocks(mocks.Mocks):
    """The monitor below answers everything itself; only invokes and references to other stacks go through here."""

    def __init__(self, stacks: Mapping[str, Mapping[str, object]]) -> None:
        self.stacks = stacks

    @override
    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        return invoke_result(args.token), []

    @override
    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ != "pulumi:pulumi:StackReference":
            raise NotImplementedError(args.typ)
        name = str(args.resource_id)
        return name, {"name": name, "outputs": self.stacks.get(name, {}), "secretOutputNames": []}


class _RecordingMonitor(mocks.MockMonitor):
    def __init__(
        self, stack: str, stacks: Mapping[str, Mapping[str, object]], *, preview: bool, renewed: Collection[str]
    ) -> None:
        super().__init__(_NoMocks(stacks))
        self.stack = stack
        self.preview = preview
        self.renewed = renewed
        self.recorded: dict[str, RecordedResource] = {}
        self.stack_outputs: dict[str, Any] = {}
        self._lock = threading.Lock()

    @override
    def make_urn(self, parent: str, type_: str, name: str) -> str:
        chain = parent.split("::")[2] if parent else ""
        qualified = type_ if chain in ("", "pulumi:pulumi:Stack") else f"{chain}${type_}"
        return f"urn:pulumi:{self.stack}::{PROJECT}::{qualified}::{name}"

    @override
    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceResponse:
        urn = self.make_urn(request.parent, request.type, request.name)
        secrets: list[str] = []
        recorded = RecordedResource(
            type=request.type,
            name=request.name,
            urn=urn,
            custom=request.custom,
            parent=request.parent,
            provider=request.provider,
            props=_plain_struct(request.object, secrets),
            secrets=tuple(secrets),
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={
                key: tuple(sorted(value.urns)) for key, value in sorted(request.propertyDependencies.items())
            },
            options=self._options(request),
        )
        with self._lock:
            if urn in self.recorded:
                message = f"Duplicate resource URN {urn!r}; the engine would refuse it"
                raise ValueError(message)
            self.recorded[urn] = recorded
        if self.preview or not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        state = struct_pb2.Struct()
        state.CopyFrom(request.object)
        name = f"{request.name}-renewed" if urn in self.renewed else request.name
        state.update(outputs_after_create(request.type, name, recorded.props))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=f"{name}-id", object=state)

    @override
    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> empty_pb2.Empty:
        outputs = _plain_struct(request.outputs, [])
        with self._lock:
            if request.urn in self.recorded:
                self.recorded[request.urn].outputs = outputs
        return empty_pb2.Empty()

    def _options(self, request: resource_pb2.RegisterResourceRequest) -> RecordedOptions:
        parent = self.recorded.get(request.parent)
        return RecordedOptions(
            protect=request.protect if request.HasField("protect") else bool(parent and parent.options.protect),
            retain_on_delete=request.retainOnDelete
            if request.HasField("retainOnDelete")
            else bool(parent and parent.options.retain_on_delete),
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            aliases=tuple(str(alias.urn or alias.spec.name) for alias in cast("Any", request).aliases),  # no stubs
            additional_secret_outputs=tuple(request.additionalSecretOutputs),
            delete_before_replace=request.deleteBeforeReplace,
            deleted_with=request.deletedWith,
            custom_timeouts={
                name: value
                for name in ("create", "update", "delete")
                if (value := getattr(request.customTimeouts, name))
            },
        )


def record(
    program: Callable[[], object],
    *,
    stack: str = "dev",
    preview: bool = True,
    stacks: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
    renewed: Collection[str] = (),
) -> Recording:
    """Run `program` and return what it registered; `stacks` are the outputs of others that it may refer to.

    With `preview` every output of a resource is unknown, as in a first preview; without it resources answer as after
    their creation, so that what depends on outputs is visible too. Those whose URNs are `renewed` answer with another
    id, as after their replacement.
    """

    def run() -> Recording:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            monitor = _RecordingMonitor(stack, stacks, preview=preview, renewed=renewed)
            mocks.set_mocks(monitor.mocks, PROJECT, stack, preview, monitor=monitor, organization="organization")
            # Where in the source a resource is declared is a third of the SDK's time, and nothing here asks for it.
            with patch("pulumi.runtime.resource._get_stack_trace", StackTrace):
                loop.run_until_complete(run_pulumi_func(lambda: _discard(program())))
        finally:
            loop.close()
            asyncio.set_event_loop(None)
        resources = sorted((r for r in monitor.recorded.values() if r.type != "pulumi:pulumi:Stack"), key=_by_urn)
        return Recording(resources)

    return contextvars.copy_context().run(run)


def _discard(_: object) -> None:
    """run_pulumi_func awaits what a program returns; ours return components."""


def _by_urn(resource: RecordedResource) -> str:
    return resource.urn


@cache
def record_environment(environment: str, *, preview: bool = True) -> list[RecordedResource]:
    """Every resource of dev, test or prod, as its settings file declares it. Shared by tests: do not change it."""
    chosen = settings.load(environment)
    return record(lambda: platform.deploy(chosen), stack=environment, preview=preview).resources
