"""The provider: what the engine asks, applied to the resource types of the catalogue."""
# ruff: noqa: D102 (the base class says what each method is for)

import os
from dataclasses import replace
from typing import ClassVar

from tenacity import Retrying, retry_if_exception, stop_after_delay, stop_when_event_set, wait_fixed

from sandbox.aws.provider import functions, planning
from sandbox.aws.provider.catalogue import resource_type
from sandbox.aws.provider.clients import Aws
from sandbox.aws.provider.config import Config, checked, parsed
from sandbox.aws.provider.drift import achieved_inputs, imported_inputs, live_inputs
from sandbox.aws.provider.failures import code_of, in_aws_words, is_gone
from sandbox.aws.provider.resource_type import Call, ResourceType
from sandbox.aws.provider.sdk import SDK_VERSION
from sandbox.provider.diff import Diff, diff
from sandbox.provider.errors import PartialError
from sandbox.provider.provider import Provider
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.values import Properties

_DELETE_SECONDS = 60.0


class AwsProvider(Provider):
    """pulumi-aws as far as the platform uses it, on the emulated account."""

    name: ClassVar[str] = "aws"
    version: ClassVar[str] = f"{SDK_VERSION}+sandbox"

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self._endpoint = endpoint
        self._aws = Aws(endpoint, "")
        self._config = Config("")

    def check_config(self, check: Check) -> Properties:
        return checked(check.inputs, os.environ)

    def diff_config(self, change: Change) -> Diff:
        # What lives in one region cannot be moved to another.
        return diff(change.old_inputs, change.inputs, lambda path: path == "region")

    def configure(self, config: Properties) -> None:
        self._config = parsed(config)
        self._aws = Aws(self._endpoint, self._config.region)
        with in_aws_words():
            self._config.require_allowed(self._aws)

    def check(self, check: Check) -> Properties:
        return planning.checked(check, resource_type(check.resource.type), self._config)

    def diff(self, change: Change) -> Diff:
        return planning.difference(change, resource_type(change.resource.type))

    def create(self, create: Create) -> State:
        type_ = resource_type(create.resource.type)
        if create.preview:
            return State("", planning.foretold(type_, create.inputs))
        call = self._call(type_, create.inputs, timeout=create.timeout)
        with in_aws_words():
            call = _with_id(call, type_.create(call))
        try:
            with in_aws_words():
                if type_.configure and type_.update:
                    type_.update(call)
                outputs = planning.outputs(type_, call, type_.read(call))
        except Exception as error:
            # Whatever went wrong, the resource exists: the engine must keep it, as it is.
            inputs = _inputs_so_far(type_, call)
            reason = str(error) or type(error).__name__
            raise PartialError(call.id, {**inputs, "id": call.id}, [reason], inputs) from error
        return State(call.id, outputs)

    def read(self, read: Read) -> State | None:
        type_ = resource_type(read.resource.type)
        is_import = not read.inputs
        inputs = type_.identify(read.id) if is_import else read.inputs
        call = self._call(type_, inputs, id=read.id, outputs=read.outputs, timeout=read.timeout)
        try:
            with in_aws_words():
                live = type_.read(call)
        except Exception as error:
            if is_gone(error.__cause__ or error):
                return None
            raise
        call = _with_id(call, live.get("id") or read.id)
        now = imported_inputs(type_, live) if is_import else live_inputs(type_, inputs, read.outputs, live)
        return State(call.id, planning.outputs(type_, call, live), now)

    def update(self, change: Change) -> Properties:
        type_ = resource_type(change.resource.type)
        if change.preview:
            return planning.foretold_update(type_, change)
        old = achieved_inputs(type_, change.old_inputs, change.old_outputs)
        call = self._call(
            type_, change.inputs, id=change.id, old=old, outputs=change.old_outputs, timeout=change.timeout
        )
        with in_aws_words():
            if type_.update:
                type_.update(call)
            _update_tags(type_, call)
            return planning.outputs(type_, call, type_.read(call))

    def delete(self, delete: Delete) -> None:
        type_ = resource_type(delete.resource.type)
        call = self._call(type_, delete.inputs, id=delete.id, outputs=delete.outputs, timeout=delete.timeout)
        attempts = Retrying(
            retry=retry_if_exception(lambda error: code_of(error) in type_.retry_delete),
            stop=stop_after_delay(delete.timeout or _DELETE_SECONDS) | stop_when_event_set(self.cancelled),
            wait=wait_fixed(0.5),
            reraise=True,
        )
        try:
            with in_aws_words():
                attempts(type_.delete, call)
        except Exception as error:
            if not is_gone(error.__cause__ or error):
                raise

    def invoke(self, token: str, arguments: Properties) -> Properties:
        with in_aws_words():
            return functions.invoke(token, self._aws, arguments)

    def _call(
        self,
        type_: ResourceType,
        inputs: Properties,
        *,
        id: str = "",  # noqa: A002
        old: Properties | None = None,
        outputs: Properties | None = None,
        timeout: float = 0.0,
    ) -> Call:
        return Call(
            aws=self._aws, service=type_.service, inputs=inputs, id=id, old=old or {}, outputs=outputs or {},
            timeout=timeout, cancelled=self.cancelled,
        )  # fmt: skip


def _with_id(call: Call, id: str) -> Call:  # noqa: A002
    return replace(call, id=id)


def _inputs_so_far(type_: ResourceType, call: Call) -> Properties:
    try:
        return live_inputs(type_, call.inputs, {}, type_.read(call))
    except Exception:  # noqa: BLE001 the first failure is the one to report
        return call.inputs


def _update_tags(type_: ResourceType, call: Call) -> None:
    if not type_.tagging:
        return
    old: dict[str, str] = call.old.get("tags") or {}
    if gone := [key for key in old if key not in call.tags]:
        type_.tagging.remove(call, gone)
    if new := {key: value for key, value in call.tags.items() if old.get(key) != value}:
        type_.tagging.add(call, new)
