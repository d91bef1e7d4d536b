"""Automatic names of AWS resources."""

from sandbox.aws.provider.resource_type import Name
from sandbox.provider.naming import physical_name, random_digits
from sandbox.provider.requests import Check
from sandbox.provider.values import Properties

_PREFIX_DIGITS = 26


def with_name(check: Check, inputs: Properties, name: Name) -> Properties:
    """The inputs with a name, unless the program gave one."""
    if inputs.get(name.property) is not None:
        return inputs
    prefix = inputs.get(name.prefix_property)
    if isinstance(prefix, str):
        old = check.old_inputs
        kept = old.get(name.property) if old.get(name.prefix_property) == prefix else None
        value = kept or prefix + random_digits(check, _PREFIX_DIGITS)
    else:
        value = physical_name(
            check, name.property, max_length=name.max_length, prefix=name.prefix, suffix=name.suffix(inputs)
        )
        value = value.lower() if name.lower else value
    return {**inputs, name.property: value}


def is_automatic(name: str, inputs: Properties, rule: Name) -> bool:
    """Whether a replacement could get another name than the resource it replaces."""
    value = str(inputs.get(rule.property) or "")
    beginning = f"{rule.prefix}{name.lower() if rule.lower else name}-"
    return bool(inputs.get(rule.prefix_property)) or (value.startswith(beginning) and len(value) >= len(beginning) + 7)
