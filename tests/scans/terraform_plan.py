"""The declared AWS resources as a Terraform plan, which is what scanners read: same resources, Terraform's names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stacks.reading.yaml_source import Value
from tests.recording import RecordedResource

Json = dict[str, Any]

PROVIDER = "registry.terraform.io/hashicorp/aws"
# Modules of Pulumi whose types have another first part in Terraform, or none.
PREFIXES = {"ec2": "", "vpc": "vpc_"}
# Objects with keys of the user's own; any other object is a block.
MAPS = frozenset({"tags", "labels"})


def plan(resources: Sequence[RecordedResource]) -> Json:
    """A plan that creates all AWS resources among these, with the references between them."""
    declared = [each for each in resources if each.custom and each.type.startswith("aws:")]
    addresses = {each.urn: f"{type_of(each.type)}.{each.name.replace('-', '_')}" for each in declared}
    planned = [{**_head(addresses[each.urn]), "schema_version": 0, "values": values(each.props)} for each in declared]
    changes = [
        {**_head(addresses[each.urn]), "change": {"actions": ["create"], "before": None, "after": values(each.props)}}
        for each in declared
    ]
    configured = [
        {
            **_head(addresses[each.urn]),
            "provider_config_key": "aws",
            "schema_version": 0,
            "expressions": _expressions(each, addresses),
        }
        for each in declared
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {
            "provider_config": {"aws": {"name": "aws"}},
            "root_module": {"resources": configured},
        },
    }


def type_of(token: str) -> str:
    """`aws:s3/bucketPolicy:BucketPolicy` -> `aws_s3_bucket_policy`."""
    _, module, name = token.split(":")
    service = module.split("/")[0]
    return f"aws_{PREFIXES.get(service, f'{service}_')}{_snake(name)}"


def values(props: Mapping[str, Value]) -> dict[str, Value]:
    """Inputs with Terraform's names and blocks."""
    return {_name(key, value): _value(key, value) for key, value in props.items() if not key.startswith("__")}


def _head(address: str) -> Json:
    kind, name = address.split(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name, "provider_name": PROVIDER}


def _expressions(resource: RecordedResource, addresses: Mapping[str, str]) -> Json:
    constants = {key: {"constant_value": value} for key, value in values(resource.props).items()}
    references = {
        _name(key, resource.props.get(key)): {
            "references": [
                part for urn in urns if urn in addresses for part in (f"{addresses[urn]}.id", addresses[urn])
            ]
        }
        for key, urns in resource.property_dependencies.items()
    }
    return constants | {key: value for key, value in references.items() if value["references"]}


def _name(key: str, value: Value) -> str:
    """Blocks are in the singular in Terraform."""
    name = _snake(key)
    is_blocks = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    if not is_blocks:
        return name
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _value(key: str, value: Value) -> Value:
    if isinstance(value, dict):
        return value if key in MAPS else [values(value)]
    if isinstance(value, list):
        return [values(one) if isinstance(one, dict) else one for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
