"""What the source of a component tells: its fields with their texts, and the resources that it makes."""

import ast
import importlib
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pulumi import ComponentResource, Resource
from pulumi_kubernetes.apiextensions import CustomResource

Source = type | Callable[..., object]


class Field(NamedTuple):
    """An annotated field of a class, and the text that follows it."""

    name: str
    type: str
    text: str


def fields_of(class_: type) -> list[Field]:
    """Return the documented fields of a class."""
    body = _tree(class_).body
    return [
        Field(ast.unparse(field.target), _without_wrapper(field.annotation), str(after.value.value))
        for field, after in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    ]


@cache
def made_by(source: Source) -> list[str]:
    """Return the types of resources that a component, or a function that it calls, makes: each once, in order."""
    return list(dict.fromkeys(_made_by(source)))


def _made_by(source: Source) -> Iterator[str]:
    module = vars(importlib.import_module(source.__module__))
    for call in ast.walk(_tree(source)):
        if not isinstance(call, ast.Call):
            continue
        called = _named(call.func, module)
        if inspect.isfunction(called) and called.__module__.startswith("components."):
            yield from made_by(called)
        elif called is CustomResource:
            yield f"kubernetes:{_text(call, 'api_version')}:{_text(call, 'kind')}"
        elif inspect.isclass(called) and issubclass(called, Resource) and called is not source:
            is_ours = issubclass(called, ComponentResource) and called.__module__.startswith("components.")
            yield called.__name__ if is_ours else str(getattr(called, "pulumi_type", called.__name__))


def _tree(source: Source) -> ast.ClassDef | ast.FunctionDef:
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(source))).body
    assert isinstance(node, ast.ClassDef | ast.FunctionDef)  # noqa: S101 - narrows the type
    return node


def _named(expression: ast.expr, module: dict[str, object]) -> object:
    """Return what `aws.s3.Bucket` or `Bucket` means in a module; nothing for anything else."""
    if isinstance(expression, ast.Name):
        return module.get(expression.id)
    if isinstance(expression, ast.Attribute):
        return getattr(_named(expression.value, module), expression.attr, None)
    return None


def _text(call: ast.Call, word: str) -> str:
    values = [keyword.value for keyword in call.keywords if keyword.arg == word]
    return "".join(value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str))


def _without_wrapper(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) in {"NotRequired", "Output"}:
        return ast.unparse(annotation.slice)
    return ast.unparse(annotation)
