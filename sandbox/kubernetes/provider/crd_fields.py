"""The fields of CustomResourceDefinitions that Pulumi spells differently: `$ref`, `x-kubernetes-…`."""

from typing import Any, cast

from sandbox.provider.values import Properties


def to_server(inputs: Properties) -> Properties:
    """As the API server spells them."""
    return cast("Properties", _renamed(inputs, _server_name)) if _is_definition(inputs) else inputs


def from_server(live: Properties) -> Properties:
    """As Pulumi's SDKs spell them."""
    return cast("Properties", _renamed(live, _sdk_name)) if _is_definition(live) else live


def _is_definition(thing: Properties) -> bool:
    return thing.get("kind") == "CustomResourceDefinition"


def _server_name(key: str) -> str:
    return (
        key.replace("_", "-")
        if key.startswith("x_kubernetes_")
        else {"_ref": "$ref", "_schema": "$schema"}.get(key, key)
    )


def _sdk_name(key: str) -> str:
    return (
        key.replace("-", "_")
        if key.startswith("x-kubernetes-")
        else {"$ref": "_ref", "$schema": "_schema"}.get(key, key)
    )


def _renamed(value: Any, rename: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {rename(key): _renamed(item, rename) for key, item in cast("Properties", value).items()}
    if isinstance(value, list):
        return [_renamed(item, rename) for item in cast("list[Any]", value)]
    return value
