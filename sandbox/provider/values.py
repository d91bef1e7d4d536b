"""Property values on the wire (protobuf structs) to plain Python values and back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from google.protobuf.struct_pb2 import Struct, Value

# What a property holds is known only at run time (the resource type decides), hence Any.
Properties: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_ASSETS: Final = ("c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7")
_UNKNOWN_ON_THE_WIRE: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


class Unknown:
    """A value that the engine will know only after another resource exists."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, _memo: object) -> "Unknown":
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Decoded:
    """Plain values and the paths at which the wire had marked them secret."""

    values: Properties
    secrets: frozenset[Path]


def decode(struct: Struct) -> Decoded:
    """Secrets are unwrapped, resource references become ids; assets stay as they are (see `is_asset`)."""
    secrets: set[Path] = set()
    values = {name: _decode(value, (name,), secrets) for name, value in struct.fields.items()}
    return Decoded(values, frozenset(secrets))


def _decode(value: Value, path: Path, secrets: set[Path]) -> Any:  # noqa: ANN401
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return UNKNOWN if value.string_value == _UNKNOWN_ON_THE_WIRE else value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [_decode(item, (*path, i), secrets) for i, item in enumerate(value.list_value.values)]
    if kind == "struct_value":
        return _decode_struct(value.struct_value, path, secrets)
    return None


def _decode_struct(struct: Struct, path: Path, secrets: set[Path]) -> Any:  # noqa: ANN401
    fields = struct.fields
    signature = fields[_SIGNATURE].string_value if _SIGNATURE in fields else None
    if signature == _SECRET:
        secrets.add(path)
        return _decode(fields["value"], path, secrets)
    if signature == _OUTPUT:
        if "secret" in fields and fields["secret"].bool_value:
            secrets.add(path)
        return _decode(fields["value"], path, secrets) if "value" in fields else UNKNOWN
    if signature == _RESOURCE:
        return (_decode(fields["id"], path, secrets) or UNKNOWN) if "id" in fields else fields["urn"].string_value
    return {name: _decode(value, (*path, name), secrets) for name, value in fields.items()}


def encode(values: Mapping[str, Any], secrets: Collection[Path] = ()) -> Struct:
    """The wire form; what lies at the `secrets` paths is marked secret, or the nearest parent that exists."""
    plain: Properties = {name: _encode(value) for name, value in values.items()}
    for path in sorted(secrets, key=len, reverse=True):
        _mark(plain, path)
    struct = Struct()
    struct.update(plain)
    return struct


def _encode(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Unknown):
        return _UNKNOWN_ON_THE_WIRE
    if isinstance(value, Mapping):
        return {str(k): _encode(v) for k, v in cast("Mapping[object, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in cast("list[Any]", value)]
    return value


def _mark(tree: Properties, path: Path) -> None:
    parent: Any = tree
    for depth, key in enumerate(path):
        if not holds(parent, key):
            return
        child = parent[key]
        if isinstance(child, dict) and cast("Properties", child).get(_SIGNATURE) == _SECRET:
            return
        if depth == len(path) - 1 or not holds(child, path[depth + 1]):
            parent[key] = {_SIGNATURE: _SECRET, "value": child}
            return
        parent = cast("Any", child)


def holds(container: Any, key: str | int) -> bool:  # noqa: ANN401
    """Whether a map has the key, or a list the index."""
    if isinstance(container, dict):
        return key in container
    return isinstance(container, list) and isinstance(key, int) and key < len(cast("list[Any]", container))


def is_unknown(value: object) -> bool:
    """Whether the value itself is not known yet."""
    return isinstance(value, Unknown)


def has_unknowns(value: object) -> bool:
    """Whether anything inside the value is not known yet."""
    if isinstance(value, dict):
        return any(has_unknowns(item) for item in cast("dict[object, object]", value).values())
    if isinstance(value, list):
        return any(has_unknowns(item) for item in cast("list[object]", value))
    return is_unknown(value)


def is_asset(value: object) -> bool:
    """Whether the value is a Pulumi asset or archive (a dict with `path`, `text`, `uri` or `assets`)."""
    return isinstance(value, dict) and cast("Properties", value).get(_SIGNATURE) in _ASSETS
