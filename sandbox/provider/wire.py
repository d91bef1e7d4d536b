"""Messages of the protocol to requests and answers of a provider."""

from typing import Protocol

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2 as pb

from sandbox.provider.diff import Diff, Kind, top_level
from sandbox.provider.errors import CheckError, Failure
from sandbox.provider.requests import Autonaming, Change, Check, NamingMode, Resource
from sandbox.provider.values import Properties, decode, encode


class _AboutAResource(Protocol):
    @property
    def urn(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...


def resource(request: _AboutAResource) -> Resource:
    """The resource that a message is about; older engines give the URN only."""
    return Resource(
        request.urn,
        request.type or request.urn.split("::")[2].rsplit("$", 1)[-1],
        request.name or request.urn.split("::", 3)[3],
    )


def check(request: pb.CheckRequest) -> Check:
    """A check, of a resource or of the provider's configuration."""
    autonaming = None
    if request.HasField("autonaming"):
        autonaming = Autonaming(request.autonaming.proposed_name, NamingMode(request.autonaming.mode))
    return Check(
        resource(request), decode(request.news).values, decode(request.olds).values, request.randomSeed, autonaming
    )


def change(request: pb.DiffRequest | pb.UpdateRequest) -> Change:
    """A diff or an update."""
    is_update = isinstance(request, pb.UpdateRequest)
    return Change(
        resource(request),
        request.id,
        old_inputs=decode(request.old_inputs).values,
        old_outputs=decode(request.olds).values,
        inputs=decode(request.news).values,
        ignore_changes=tuple(request.ignoreChanges),
        preview=is_update and request.preview,
        timeout=request.timeout if is_update else 0.0,
    )


def difference(diff: Diff) -> pb.DiffResponse:
    """The detailed answer to a diff."""
    replaces = set(diff.replaces)
    return pb.DiffResponse(
        changes=pb.DiffResponse.DIFF_SOME if diff.changes else pb.DiffResponse.DIFF_NONE,
        diffs=sorted({top_level(path) for path in diff.changes}),
        replaces=sorted({top_level(path) for path in replaces}),
        stables=sorted(diff.stables),
        deleteBeforeReplace=diff.delete_before_replace,
        detailedDiff={
            path: pb.PropertyDiff(kind=_kind(kind, replaces=path in replaces), inputDiff=True)
            for path, kind in diff.changes.items()
        },
        hasDetailedDiff=True,
    )


def _kind(kind: Kind, *, replaces: bool) -> pb.PropertyDiff.Kind.ValueType:
    return pb.PropertyDiff.Kind.Value(f"{kind.name}_REPLACE" if replaces else kind.name)


def failures(error: CheckError) -> list[pb.CheckFailure]:
    """Everything that is wrong with the inputs."""
    return [_failure(failure) for failure in error.failures]


def _failure(failure: Failure) -> pb.CheckFailure:
    # The engine shows the value of a property; of a path below one it says `<nil>`.
    if "." in failure.property or "[" in failure.property:
        return pb.CheckFailure(reason=f"{failure.property}: {failure.reason}")
    return pb.CheckFailure(property=failure.property, reason=failure.reason)


def invoked(result: Properties) -> pb.InvokeResponse:
    """The answer of a function; its field has the name of a keyword."""
    response = pb.InvokeResponse()
    returned: Struct = getattr(response, "return")
    returned.CopyFrom(encode(result))
    return response
