"""What the engine asks of a provider, as plain values."""

from dataclasses import dataclass, field
from enum import Enum

from sandbox.provider.values import Properties


class NamingMode(Enum):
    """How the engine wants a name that it proposes to be used."""

    PROPOSE = 0
    ENFORCE = 1
    DISABLE = 2


@dataclass(frozen=True)
class Autonaming:
    """The engine's proposal for a physical name (`pulumi:autonaming` in the stack's config)."""

    proposed: str
    mode: NamingMode


@dataclass(frozen=True)
class Resource:
    """The resource that a request is about."""

    urn: str
    type: str
    name: str


@dataclass(frozen=True)
class Check:
    """Validate inputs and fill in their defaults."""

    resource: Resource
    inputs: Properties
    old_inputs: Properties = field(default_factory=Properties)
    """Checked inputs of the last deployment; empty for a new resource and for a replacement."""
    seed: bytes = b""
    autonaming: Autonaming | None = None


@dataclass(frozen=True)
class Create:
    """Make the resource, or foretell its outputs if `preview`."""

    resource: Resource
    inputs: Properties
    preview: bool = False
    timeout: float = 0.0
    """Seconds; 0 = the provider's default."""


@dataclass(frozen=True)
class Change:
    """From old to new inputs: what differs (diff), or make it so (update)."""

    resource: Resource
    id: str
    old_inputs: Properties
    old_outputs: Properties
    inputs: Properties
    ignore_changes: tuple[str, ...] = ()
    preview: bool = False
    timeout: float = 0.0


@dataclass(frozen=True)
class Read:
    """Look at what exists. Inputs and outputs are empty for an import."""

    resource: Resource
    id: str
    inputs: Properties = field(default_factory=Properties)
    outputs: Properties = field(default_factory=Properties)
    timeout: float = 0.0


@dataclass(frozen=True)
class Delete:
    """Remove the resource; one that is gone already is a success."""

    resource: Resource
    id: str
    inputs: Properties
    outputs: Properties
    timeout: float = 0.0


@dataclass(frozen=True)
class State:
    """A resource as it exists; `inputs` are those which would make it so."""

    id: str
    outputs: Properties
    inputs: Properties | None = None
