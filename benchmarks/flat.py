"""The same resources as an environment's, declared one after the other without components: what the platform costs."""

import importlib
import re
from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi import CustomResource, ResourceOptions

from tests.recording import RecordedResource


def declare(resources: Sequence[RecordedResource]) -> None:
    """Declare them with pulumi_aws, in an order in which each finds what it needs; Kubernetes objects as they are."""
    waiting = {one.urn: one for one in resources if one.custom and not one.type.startswith("pulumi:")}
    made: dict[str, pulumi.Resource] = {}
    while waiting:
        ready = [one for one in waiting.values() if not waiting.keys() & {*one.dependencies}]
        for one in ready:
            needed = [made[urn] for urn in one.dependencies if urn in made]
            made[one.urn] = _resource(one, ResourceOptions(depends_on=needed))
            del waiting[one.urn]


def _resource(declared: RecordedResource, opts: ResourceOptions) -> pulumi.Resource:
    package, module, name = declared.type.split(":")
    props = {key: value for key, value in declared.props.items() if not key.startswith("__")}
    if package != "aws":
        return CustomResource(declared.type, declared.name, props, opts)
    resource: Any = getattr(importlib.import_module(f"pulumi_aws.{module.split('/')[0]}"), name)
    return resource(declared.name, opts=opts, **{_snake(key): value for key, value in props.items()})


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
