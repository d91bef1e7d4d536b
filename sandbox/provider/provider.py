"""The methods that a provider stand-in fills in, over plain values."""

from threading import Event
from typing import ClassVar

from sandbox.provider.diff import Diff, diff
from sandbox.provider.engine import Engine
from sandbox.provider.errors import ProviderError
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.values import Properties


class Provider:
    """One configured provider; every method may run in several threads at once."""

    name: ClassVar[str]
    version: ClassVar[str]
    """At least the SDK's, or the engine refuses the plugin."""

    def __init__(self) -> None:
        self.engine = Engine()
        """For messages to the user while something runs."""
        self.cancelled = Event()
        """Set when the user interrupts the deployment: waits must end."""

    def check_config(self, check: Check) -> Properties:
        """Provider configuration with defaults, or CheckError."""
        return check.inputs

    def diff_config(self, change: Change) -> Diff:
        """By default no change of the configuration replaces the provider."""
        return diff(change.old_inputs, change.inputs)

    def configure(self, config: Properties) -> None:
        """Take the checked configuration; the engine does not call this while it has unknowns."""

    def check(self, check: Check) -> Properties:
        """Inputs with defaults, or CheckError."""
        raise NotImplementedError

    def diff(self, change: Change) -> Diff:
        """What a deployment of the new inputs would change."""
        raise NotImplementedError

    def create(self, create: Create) -> State:
        """The id may be empty in a preview only."""
        raise NotImplementedError

    def read(self, read: Read) -> State | None:
        """None if it does not exist."""
        raise NotImplementedError

    def update(self, change: Change) -> Properties:
        """The outputs after the update."""
        raise NotImplementedError

    def delete(self, delete: Delete) -> None:
        """Return once it is gone."""
        raise NotImplementedError

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """A function of the provider."""
        del arguments
        message = f"the sandbox's {self.name} provider has no function '{token}'"
        raise ProviderError(message)

    def secret_outputs(self, type: str) -> frozenset[str]:  # noqa: A002
        """Outputs of a type that are always secret; the others are secret where their inputs are."""
        del type
        return frozenset()

    def schema(self) -> Properties:
        """Package schema for `pulumi package get-schema`."""
        return {"name": self.name, "version": self.version}
