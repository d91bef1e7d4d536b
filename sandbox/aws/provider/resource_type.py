"""How one AWS resource type is made, read, changed and removed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from sandbox.aws.provider.clients import Aws
from sandbox.aws.provider.sdk import Schema, schema
from sandbox.aws.provider.traits import Traits, traits
from sandbox.provider.values import Properties


class GoneError(Exception):
    """The resource does not exist (any more)."""


def only(items: list[Any]) -> Any:  # noqa: ANN401
    """The one item of an API's list, or GoneError."""
    if not items:
        raise GoneError
    return items[0]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One operation on one resource: the inputs wanted, and what was there before."""

    aws: Aws
    service: str
    inputs: Properties
    id: str = ""
    old: Properties = field(default_factory=Properties)
    """Inputs of the last deployment; empty when the resource has just been made."""
    outputs: Properties = field(default_factory=Properties)
    timeout: float = 0.0
    cancelled: Event = field(default_factory=Event)

    @property
    def region(self) -> str:
        """The resource's own region, or the provider's."""
        return self.inputs.get("region") or self.outputs.get("region") or self.aws.region

    @property
    def client(self) -> Any:  # noqa: ANN401 see Aws.client
        """Client of the type's service."""
        return self.aws.client(self.service, self.region)

    @property
    def tags(self) -> dict[str, str]:
        """Tags wanted, the provider's default tags included."""
        return self.inputs.get("tags") or {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        """An input, or None."""
        return self.inputs.get(name)

    def changed(self, *names: str) -> bool:
        """Whether any of these inputs differs from the last deployment's."""
        return any(self.inputs.get(name) != self.old.get(name) for name in names)

    def arn(self, resource: str, service: str = "") -> str:
        """ARN of a regional resource of the type's service."""
        return self.aws.arn(service or self.service, resource, self.region)


@dataclass(frozen=True)
class Name:
    """An input that gets an automatic name."""

    property: str = "name"
    max_length: int = 255
    prefix_property: str = ""
    """The input that asks for a name of a given beginning."""
    prefix: str = ""
    lower: bool = False
    suffix: Callable[[Properties], str] = lambda _inputs: ""


@dataclass(frozen=True)
class Tagging:
    """Adding and removing tags of an existing resource."""

    add: Callable[[Call, dict[str, str]], object]
    remove: Callable[[Call, list[str]], object]


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """One type; everything not said here is in the SDK's schema and in the traits."""

    sdk_type: str
    service: str
    create: Callable[[Call], str]
    """Returns the id."""
    read: Callable[[Call], Properties]
    """What AWS tells, by property name; None = AWS says that there is none, missing = AWS does not tell.
    Raises GoneError, or AWS's own "not found"."""
    delete: Callable[[Call], object]
    update: Callable[[Call], object] | None = None
    """None: only tags can change in place."""
    configure: bool = False
    """Whether `update` is also called right after `create`, for what the creating call cannot set."""
    replaces_when: Callable[[Properties, Properties], Collection[str]] = lambda _old, _new: ()
    """Paths that cannot change in place with these old and new inputs."""
    name: Name | None = None
    tagging: Tagging | None = None
    documents: frozenset[str] = frozenset()
    """Paths that hold JSON, compared by meaning."""
    ordered: frozenset[str] = frozenset()
    """Paths of lists whose order matters; the others are sets."""
    volatile: frozenset[str] = frozenset()
    """Outputs that change with any update."""
    volatile_when: Callable[[Properties, Properties], Collection[str]] = lambda _old, _new: ()
    """Outputs that change with an update from these old to these new inputs."""
    write_only: frozenset[str] = frozenset()
    """Nested paths that AWS does not tell."""
    identify: Callable[[str], Properties] = lambda _id: {}
    """The inputs that `read` needs, from the id given to an import."""
    settings: frozenset[str] = frozenset()
    """Inputs that steer the provider and mean nothing to AWS, such as `forceDestroy`."""
    not_emulated: frozenset[str] = frozenset()
    """Inputs of the real provider that would have no effect here: refused by name."""
    retry_delete: frozenset[str] = frozenset()
    """Error codes of a deletion that go away when others have been deleted."""

    @property
    def schema(self) -> Schema:
        """What the SDK says about the type."""
        return schema(self.sdk_type)

    @property
    def traits(self) -> Traits:
        """What the real provider says about it beyond that."""
        return traits(self.sdk_type)
