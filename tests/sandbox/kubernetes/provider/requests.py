"""Requests as the engine makes them."""

from sandbox.provider.requests import Change, Check, Resource
from sandbox.provider.values import Properties

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def resource(type: str = CONFIG_MAP, name: str = "thing") -> Resource:  # noqa: A002
    return Resource(f"urn:pulumi:dev::tests::{type}::{name}", type, name)


def check(inputs: Properties, old: Properties | None = None, type: str = CONFIG_MAP, seed: bytes = b"") -> Check:  # noqa: A002
    return Check(resource(type), inputs, old or {}, seed)


def change(old: Properties, new: Properties, type: str = CONFIG_MAP) -> Change:  # noqa: A002
    return Change(resource(type), "default/thing", old, {}, new)
