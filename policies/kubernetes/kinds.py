"""Kinds of Kubernetes objects, whatever version of their API a program uses."""

import re

from policies.resources import Resource

_TOKEN = re.compile(r"kubernetes:(?P<group>[^/:]+)/[^/:]+:(?P<kind>[A-Za-z0-9]+)")


def kind_of(resource_type: str) -> str:
    """`apps/Deployment` for every version of that kind and for its Patch resource; empty for other resources."""
    token = _TOKEN.fullmatch(resource_type)
    return f"{token['group']}/{token['kind'].removesuffix('Patch')}" if token else ""


def of_kind(resources: list[Resource], *kinds: str) -> list[Resource]:
    """The objects of these kinds."""
    return [resource for resource in resources if kind_of(resource.type) in kinds]


def name_of(resource: Resource) -> str:
    """The name in the cluster, empty when the engine still has to choose it."""
    return resource.properties.text("metadata", "name")
