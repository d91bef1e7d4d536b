"""A stack of single resources: asks the provider what the engine would ask, in the same order."""

from sandbox.kubernetes.provider.provider import KubernetesProvider
from sandbox.provider.diff import Diff
from sandbox.provider.engine import Engine, Severity
from sandbox.provider.requests import Change, Check, Create, Delete, Read, Resource, State
from sandbox.provider.values import Properties


class Console(Engine):
    """Remembers what the user is told."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[Severity, str]] = []

    def log(self, severity: Severity, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        del urn, ephemeral
        self.said.append((severity, message))

    @property
    def warnings(self) -> list[str]:
        return [message for severity, message in self.said if severity is Severity.WARNING]


class Stack:
    """Resources by type and name, and their states."""

    def __init__(self, config: Properties) -> None:
        self.console = Console()
        self.provider = KubernetesProvider()
        self.provider.engine = self.console
        self.provider.configure(config)
        self.states: dict[str, State] = {}

    def check(self, type: str, name: str, inputs: Properties) -> Properties:  # noqa: A002
        about = _resource(type, name)
        old = self.states.get(about.urn)
        return self.provider.check(Check(about, inputs, (old.inputs or {}) if old else {}))

    def diff(self, type: str, name: str, inputs: Properties) -> Diff:  # noqa: A002
        about, old = _resource(type, name), self.states[_resource(type, name).urn]
        checked = self.check(type, name, inputs)
        return self.provider.diff(Change(about, old.id, old.inputs or {}, old.outputs, checked))

    def preview(self, type: str, name: str, inputs: Properties) -> Properties:  # noqa: A002
        create = Create(_resource(type, name), self.check(type, name, inputs), preview=True)
        return self.provider.create(create).outputs

    def up(self, type: str, name: str, inputs: Properties) -> State:  # noqa: A002
        """Create, update, replace or leave alone."""
        about = _resource(type, name)
        old = self.states.get(about.urn)
        if old is None:
            return self._create(about, inputs)
        diff = self.diff(type, name, inputs)
        if not diff.changes:
            return old
        if diff.delete_before_replace:
            self.down(type, name)
            return self._create(about, inputs)
        if diff.replaces:
            del self.states[about.urn]
            new = self._create(about, inputs)
            self.provider.delete(Delete(about, old.id, old.inputs or {}, old.outputs))
            return new
        checked = self.check(type, name, inputs)
        outputs = self.provider.update(Change(about, old.id, old.inputs or {}, old.outputs, checked))
        return self._keep(about, State(old.id, outputs, checked))

    def refresh(self, type: str, name: str) -> State | None:  # noqa: A002
        about = _resource(type, name)
        old = self.states.pop(about.urn)
        state = self.provider.read(Read(about, old.id, old.inputs or {}, old.outputs))
        return self._keep(about, state) if state else None

    def down(self, type: str, name: str) -> None:  # noqa: A002
        about = _resource(type, name)
        old = self.states.pop(about.urn)
        self.provider.delete(Delete(about, old.id, old.inputs or {}, old.outputs))

    def _create(self, about: Resource, inputs: Properties) -> State:
        checked = self.provider.check(Check(about, inputs))
        created = self.provider.create(Create(about, checked))
        return self._keep(about, State(created.id, created.outputs, checked))

    def _keep(self, about: Resource, state: State) -> State:
        self.states[about.urn] = state
        return state


def _resource(type: str, name: str) -> Resource:  # noqa: A002
    return Resource(f"urn:pulumi:tests::tests::{type}::{name}", type, name)
