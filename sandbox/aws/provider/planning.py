"""What can be said of a resource without asking AWS: checked inputs, differences, foretold outputs."""

from collections.abc import Collection

from sandbox.aws.provider.config import Config
from sandbox.aws.provider.drift import achieved_inputs
from sandbox.aws.provider.equality import settle
from sandbox.aws.provider.naming import is_automatic, with_name
from sandbox.aws.provider.resource_type import Call, ResourceType
from sandbox.aws.provider.restrictions import violations
from sandbox.aws.provider.validation import failures, not_emulated
from sandbox.provider.diff import Diff, Kind, compare, generic
from sandbox.provider.errors import CheckError
from sandbox.provider.requests import Change, Check
from sandbox.provider.values import UNKNOWN, Properties, is_unknown


def checked(check: Check, type: ResourceType, config: Config) -> Properties:  # noqa: A002
    """The inputs with defaults, default tags and an automatic name, or CheckError."""
    inputs = {name: value for name, value in check.inputs.items() if value is not None}
    wrong = [*failures(inputs, type.schema.inputs), *not_emulated(inputs, type.not_emulated, type.traits.defaults)]
    # Restrictions are about values of the right types.
    if wrong := wrong or list(violations(inputs, type.traits, type.documents)):
        raise CheckError(wrong)
    inputs = {**type.traits.defaults, **inputs}
    if type.tagging and config.default_tags and not is_unknown(inputs.get("tags")):
        inputs["tags"] = {**config.default_tags, **(inputs.get("tags") or {})}
    return with_name(check, inputs, type.name) if type.name else inputs


def difference(change: Change, type: ResourceType) -> Diff:  # noqa: A002
    """Which inputs differ in meaning, and which of them replace the resource."""
    old = achieved_inputs(type, change.old_inputs, change.old_outputs)
    inputs = settle(old, change.inputs, type)
    changes = {
        path: kind
        for path, kind in compare(old, inputs).items()
        # AWS keeps its choice when the program stops choosing.
        if not (kind is Kind.DELETE and path in type.traits.computed)
    }
    fixed = {"region", *type.traits.replaces, *type.replaces_when(old, inputs)}
    return Diff(
        changes,
        replaces=[path for path in changes if _replaces(generic(path), fixed)],
        delete_before_replace=type.traits.delete_before_replace or _has_fixed_name(change, type),
        stables=("arn", "id"),
    )


def _replaces(path: str, fixed: Collection[str]) -> bool:
    return any(path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in fixed)


def _has_fixed_name(change: Change, type: ResourceType) -> bool:  # noqa: A002
    return type.name is not None and not is_automatic(change.resource.name, change.inputs, type.name)


def foretold(type: ResourceType, inputs: Properties) -> Properties:  # noqa: A002
    """Outputs of a resource that is yet to be made: what AWS decides is unknown."""
    decided_by_aws = (type.schema.outputs - type.schema.inputs.keys()) | (type.traits.computed & type.schema.outputs)
    outputs = dict.fromkeys(decided_by_aws, UNKNOWN) | inputs
    return outputs | _all_tags(type, inputs)


def foretold_update(type: ResourceType, change: Change) -> Properties:  # noqa: A002
    """Outputs after an update that is yet to be made."""
    dropped = change.old_inputs.keys() - change.inputs.keys()
    kept = {name: value for name, value in change.old_outputs.items() if name not in dropped}
    changing = {*type.volatile, *type.volatile_when(change.old_inputs, change.inputs)}
    volatile = dict.fromkeys(changing, UNKNOWN)
    return kept | volatile | change.inputs | _all_tags(type, change.inputs)


def outputs(type: ResourceType, call: Call, live: Properties) -> Properties:  # noqa: A002
    """All that is known of an existing resource, in the program's words where they mean the same."""
    told = {name: settle(call[name], value, type, name) for name, value in live.items()}
    place = {"region": call.region} if "region" in type.schema.outputs else {}
    return {name: v for name, v in (place | call.inputs | told | {"id": call.id}).items() if v is not None}


def _all_tags(type: ResourceType, inputs: Properties) -> Properties:  # noqa: A002
    return {"tagsAll": inputs.get("tags") or {}} if type.tagging else {}
