"""What the Pulumi engine does with a resource, step by step, over plain values."""

from dataclasses import dataclass, replace

from sandbox.provider.diff import Diff
from sandbox.provider.provider import Provider
from sandbox.provider.requests import Change, Check, Create, Delete, Read, Resource
from sandbox.provider.values import Properties


@dataclass(frozen=True)
class Made:
    """A resource as the engine's state holds it."""

    resource: Resource
    id: str
    inputs: Properties
    outputs: Properties


class Engine:
    """Check, diff, create, read, update and delete in the engine's order."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def check(self, token: str, inputs: Properties, old: Properties | None = None, name: str = "it") -> Properties:
        return self.provider.check(Check(_resource(token, name), inputs, old or {}))

    def create(self, token: str, inputs: Properties, name: str = "it") -> Made:
        checked = self.check(token, inputs, name=name)
        state = self.provider.create(Create(_resource(token, name), checked))
        assert state.id
        return Made(_resource(token, name), state.id, checked, state.outputs)

    def preview(self, token: str, inputs: Properties) -> Properties:
        return self.provider.create(Create(_resource(token, "it"), self.check(token, inputs), preview=True)).outputs

    def diff(self, made: Made, inputs: Properties) -> Diff:
        return self.provider.diff(self._change(made, inputs))

    def update(self, made: Made, inputs: Properties) -> Made:
        change = self._change(made, inputs)
        return replace(made, inputs=change.inputs, outputs=self.provider.update(change))

    def refresh(self, made: Made) -> Made | None:
        state = self.provider.read(Read(made.resource, made.id, made.inputs, made.outputs))
        if state is None:
            return None
        assert state.inputs is not None
        return Made(made.resource, state.id, state.inputs, state.outputs)

    def find(self, token: str, id: str) -> Made | None:  # noqa: A002
        state = self.provider.read(Read(_resource(token, "it"), id))
        return None if state is None else Made(_resource(token, "it"), state.id, state.inputs or {}, state.outputs)

    def delete(self, made: Made) -> None:
        self.provider.delete(Delete(made.resource, made.id, made.inputs, made.outputs))

    def _change(self, made: Made, inputs: Properties) -> Change:
        checked = self.check(made.resource.type, inputs, made.inputs, made.resource.name)
        return Change(made.resource, made.id, made.inputs, made.outputs, checked)


def _resource(token: str, name: str) -> Resource:
    return Resource(f"urn:pulumi:test::project::{token}::{name}", token, name)
