"""The protocol as the engine speaks it, over gRPC."""

from collections.abc import Iterator
from typing import Any, cast

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc, status_pb2

from sandbox.provider.diff import Diff, diff
from sandbox.provider.errors import CheckError, Failure, PartialError, ProviderError
from sandbox.provider.provider import Provider
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.serve import start
from sandbox.provider.values import UNKNOWN, Properties, decode, encode

URN = "urn:pulumi:dev::project::test:index:Parent$test:index:Thing::it"
SECRET = [("code",)]


class Things(Provider):
    """Does what the inputs ask for."""

    name, version = "test", "1.0.0"

    def check(self, check: Check) -> Properties:
        if check.inputs.get("bad"):
            raise CheckError([Failure("bad", "is bad"), Failure("a.b", "is worse")])
        return check.inputs | {"default": 1}

    def diff(self, change: Change) -> Diff:
        return diff(change.old_inputs, change.inputs, lambda path: path == "fixed", delete_before_replace=True)

    def create(self, create: Create) -> State:
        inputs = create.inputs
        if create.preview:
            return State("", inputs | {"arn": UNKNOWN})
        if inputs.get("fail") == "whole":
            message = f"refused {inputs['code']}"
            raise ProviderError(message)
        if inputs.get("fail") == "half":
            raise PartialError("thing-1", inputs, [f"left half-made with {inputs['code']}"], inputs)
        return State("thing-1", inputs | {"arn": "arn:thing-1", "copy": inputs.get("code")})

    def read(self, read: Read) -> State | None:
        return State(read.id, read.outputs, read.inputs) if read.id == "thing-1" else None

    def update(self, change: Change) -> Properties:
        return change.inputs | {"was": change.old_inputs.get("code")}

    def delete(self, delete: Delete) -> None:
        message = f"{delete.id} is in use"
        raise ProviderError(message)


@pytest.fixture(scope="module")
def stub() -> Iterator[Any]:
    server, port = start(Things())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield cast("Any", provider_pb2_grpc.ResourceProviderStub(channel))
    server.stop(0)


def test_it_promises_what_the_engine_needs_for_secrets_and_previews(stub: Any) -> None:
    hands = stub.Handshake(pb.ProviderHandshakeRequest())
    configured = stub.Configure(pb.ConfigureRequest())
    assert hands.accept_secrets and hands.accept_resources and hands.supports_autonaming_configuration  # noqa: PT018
    assert configured.acceptSecrets and configured.supportsPreview and configured.acceptResources  # noqa: PT018


def test_checked_inputs_keep_their_secrets(stub: Any) -> None:
    answer = stub.Check(pb.CheckRequest(urn=URN, news=encode({"code": "x"}, SECRET)))
    assert decode(answer.inputs).values == {"code": "x", "default": 1}
    assert decode(answer.inputs).secrets == {("code",)}


def test_all_that_is_wrong_is_told_with_its_property(stub: Any) -> None:
    failures = stub.Check(pb.CheckRequest(urn=URN, news=encode({"bad": True}))).failures
    assert [(one.property, one.reason) for one in failures] == [("bad", "is bad"), ("", "a.b: is worse")]


def test_a_diff_names_kinds_and_replacements(stub: Any) -> None:
    old, new = encode({"fixed": 1, "gone": 1}), encode({"fixed": 2, "new": {"x": 1}})
    answer = stub.Diff(pb.DiffRequest(urn=URN, id="thing-1", old_inputs=old, olds=old, news=new))
    kinds = {path: pb.PropertyDiff.Kind.Name(one.kind) for path, one in answer.detailedDiff.items()}
    assert kinds == {"fixed": "UPDATE_REPLACE", "gone": "DELETE", "new": "ADD"}
    assert (list(answer.replaces), list(answer.diffs)) == (["fixed"], ["fixed", "gone", "new"])
    assert answer.deleteBeforeReplace
    assert answer.changes == pb.DiffResponse.DIFF_SOME


def test_no_difference_is_said_to_be_none(stub: Any) -> None:
    same = encode({"fixed": 1})
    answer = stub.Diff(pb.DiffRequest(urn=URN, id="thing-1", old_inputs=same, olds=same, news=same))
    assert answer.changes == pb.DiffResponse.DIFF_NONE


def test_outputs_repeat_the_secrecy_of_inputs(stub: Any) -> None:
    made = stub.Create(pb.CreateRequest(urn=URN, properties=encode({"code": "s3cret"}, SECRET)))
    assert made.id == "thing-1"
    assert decode(made.properties).secrets == {("code",), ("copy",)}


def test_a_preview_has_no_id_and_unknown_outputs(stub: Any) -> None:
    made = stub.Create(pb.CreateRequest(urn=URN, properties=encode({}), preview=True))
    assert made.id == ""
    assert decode(made.properties).values == {"arn": UNKNOWN}


def test_a_refusal_leaves_nothing_pending_and_shows_no_secret(stub: Any) -> None:
    with pytest.raises(grpc.RpcError) as refusal:
        stub.Create(pb.CreateRequest(urn=URN, properties=encode({"code": "s3cret", "fail": "whole"}, SECRET)))
    error = cast("grpc.Call", refusal.value)
    assert (error.code(), error.details()) == (grpc.StatusCode.INVALID_ARGUMENT, "refused [secret]")


def test_a_half_made_resource_is_handed_over_with_its_state(stub: Any) -> None:
    with pytest.raises(grpc.RpcError) as refusal:
        stub.Create(pb.CreateRequest(urn=URN, properties=encode({"code": "s3cret", "fail": "half"}, SECRET)))
    metadata = dict(cast("Any", refusal.value).trailing_metadata())
    status, detail = status_pb2.Status(), pb.ErrorResourceInitFailed()
    status.ParseFromString(metadata["grpc-status-details-bin"])
    assert status.details[0].Unpack(detail)
    assert detail.id == "thing-1"
    assert decode(detail.properties).secrets == {("code",)}
    assert list(detail.reasons) == ["left half-made with [secret]"]


def test_what_is_gone_reads_as_an_empty_id(stub: Any) -> None:
    assert stub.Read(pb.ReadRequest(urn=URN, id="other")).id == ""
    found = stub.Read(pb.ReadRequest(urn=URN, id="thing-1", inputs=encode({"code": "x"}, SECRET)))
    assert decode(found.inputs).secrets == {("code",)}


def test_an_update_and_a_deletion_reach_the_provider(stub: Any) -> None:
    request = pb.UpdateRequest(urn=URN, id="thing-1", old_inputs=encode({"code": 1}), news=encode({"code": 2}))
    assert decode(stub.Update(request).properties).values == {"code": 2, "was": 1}
    with pytest.raises(grpc.RpcError, match="thing-1 is in use"):
        stub.Delete(pb.DeleteRequest(urn=URN, id="thing-1"))


def test_components_and_functions_that_do_not_exist_are_refused_by_name(stub: Any) -> None:
    with pytest.raises(grpc.RpcError, match="no component 'test:index:Other'"):
        stub.Construct(pb.ConstructRequest(type="test:index:Other"))
    with pytest.raises(grpc.RpcError, match="no function 'test:index:other'"):
        stub.Invoke(pb.InvokeRequest(tok="test:index:other"))
