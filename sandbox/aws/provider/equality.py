"""When two values of a property mean the same to AWS."""

import json
from functools import partial
from typing import Any, cast

from sandbox.aws.provider.resource_type import ResourceType
from sandbox.provider.diff import generic


def settle(old: Any, new: Any, type: ResourceType, path: str = "") -> Any:  # noqa: A002, ANN401
    """The new value, with the old one wherever both mean the same (JSON formatting, order of sets)."""
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return old
    if isinstance(old, dict) and isinstance(new, dict):
        before, after = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        return {
            key: settle(before[key], value, type, f"{path}.{key}" if path else key) if key in before else value
            for key, value in after.items()
        }
    if isinstance(old, list) and isinstance(new, list):
        return _settle_lists(cast("list[Any]", old), cast("list[Any]", new), type, path)
    if generic(path) in type.documents and isinstance(old, str) and isinstance(new, str):
        return old if same_document(old, new) else new
    return new


def _settle_lists(old: list[Any], new: list[Any], type: ResourceType, path: str) -> list[Any]:  # noqa: A002
    if generic(path) not in type.ordered and _as_set(old) == _as_set(new):
        return old
    if len(old) != len(new):
        return new
    return [settle(before, after, type, f"{path}[{i}]") for i, (before, after) in enumerate(zip(old, new, strict=True))]


def _as_set(items: list[Any]) -> list[str]:
    return sorted(json.dumps(item, sort_keys=True, default=repr) for item in items)


def same_document(old: str, new: str) -> bool:
    """Whether two documents are equal but for formatting, and policies also but for order and single-item lists."""
    try:
        before, after = json.loads(old), json.loads(new)
    except json.JSONDecodeError:
        return old == new
    if _is_policy(before) and _is_policy(after):
        return _canonical(before) == _canonical(after)
    return before == after


def _is_policy(document: object) -> bool:
    return isinstance(document, dict) and "Statement" in document


def _canonical(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        items = sorted((_canonical(item) for item in cast("list[Any]", value)), key=partial(json.dumps, sort_keys=True))
        return items[0] if len(items) == 1 else items
    return value
