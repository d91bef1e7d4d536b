"""The tables of what the real provider declares name only what exists."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader

from sandbox.aws.provider import traits
from sandbox.aws.provider.catalogue import TYPES
from sandbox.aws.provider.sdk import ListOf, ObjectOf, Schema, Type

TABLES = sorted((Path(traits.__file__).parent / "traits").glob("*.toml"))
# Words of the provider or of SQS attributes, which botocore does not list.
NOT_LISTED = {
    "aws:eks/accessEntry:AccessEntry:type",
    "aws:eks/cluster:Cluster:computeConfig.nodePools",
    "aws:eks/cluster:Cluster:encryptionConfig.resources",
    "aws:s3/bucketVersioning:BucketVersioning:versioningConfiguration.status",
    "aws:sqs/queue:Queue:deduplicationScope",
    "aws:sqs/queue:Queue:fifoThroughputLimit",
}

each_type = pytest.mark.parametrize("token", sorted(TYPES), ids=lambda token: token.rsplit(":")[-1])


def _exists(schema: Schema, path: str) -> bool:
    first, *rest = path.split(".")
    if first not in schema.inputs:
        return False
    found: Type = schema.inputs[first].type
    for name in rest:
        while isinstance(found, ListOf):
            found = found.item
        if not isinstance(found, ObjectOf) or name not in found.properties:
            return False
        found = found.properties[name].type
    return True


@cache
def _enums(service: str) -> list[set[str]]:
    shapes: dict[str, dict[str, Any]] = create_loader().load_service_model(service, "service-2")["shapes"]
    return [set(shape["enum"]) for shape in shapes.values() if "enum" in shape]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_table_has_only_types_that_the_stand_in_knows(table: Path) -> None:
    tokens = tomllib.loads(table.read_text()).keys()
    assert tokens <= TYPES.keys()
    assert all(token.startswith(f"aws:{table.stem}/") for token in tokens)


@each_type
def test_all_names_are_names_of_the_sdk(token: str) -> None:
    type_ = TYPES[token]
    row = type_.traits
    groups = [name for group in (*row.exactly_one, *row.at_least_one, *row.conflicts) for name in group]
    ours = [*type_.settings, *type_.not_emulated, *type_.documents, *type_.ordered, *type_.write_only]
    theirs = [*row.replaces, *row.computed, *row.defaults, *row.values, *row.ranges, *row.formats]
    assert [path for path in (*groups, *ours, *theirs) if not _exists(type_.schema, path)] == []


@each_type
def test_what_cannot_be_updated_is_replaced(token: str) -> None:
    type_ = TYPES[token]
    if type_.update is None:
        changeable = type_.settings | type_.not_emulated | {"tags", "region"}
        assert type_.schema.inputs.keys() - changeable <= type_.traits.replaces


@each_type
def test_the_allowed_values_are_values_that_aws_knows(token: str) -> None:
    type_ = TYPES[token]
    unknown = [
        path
        for path, values in type_.traits.values.items()
        if isinstance(values[0], str)
        and f"{token}:{path}" not in NOT_LISTED
        and not any(set(values) <= enum for enum in _enums(type_.service))
    ]
    assert unknown == []
