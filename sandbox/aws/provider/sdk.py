"""What the pulumi-aws SDK says about its resources, read from its source (importing it takes seconds)."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A plain value; `any` accepts all."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """A list of one type."""

    item: "Type"


@dataclass(frozen=True)
class MapOf:
    """A map with free keys."""

    item: "Type"


@dataclass(frozen=True)
class ObjectOf:
    """A nested object of the SDK."""

    module: str
    class_name: str

    @cached_property
    def properties(self) -> Mapping[str, "Property"]:
        """The object's properties by camel-case name."""
        return _properties(
            _class_source(_source(f"{self.module}/_inputs.py".removeprefix("/")), self.class_name), self.module
        )


SDK_VERSION = version("pulumi-aws")

Type: TypeAlias = Scalar | ListOf | MapOf | ObjectOf


@dataclass(frozen=True)
class Property:
    """One input."""

    type: Type
    required: bool


@dataclass(frozen=True)
class Schema:
    """One resource type, or the provider's configuration."""

    inputs: Mapping[str, Property]
    outputs: frozenset[str]
    """Everything that the resource has once it exists, inputs included."""


class UnknownTypeError(Exception):
    """The SDK has no such resource."""


@cache
def schema(token: str) -> Schema:
    """`aws:ec2/vpc:Vpc`, or `pulumi:providers:aws` for the provider's configuration."""
    if token == "pulumi:providers:aws":  # noqa: S105
        module, file = "", "provider.py"
    else:
        module, stem = token.split(":")[1].split("/")
        file = f"{module}/{_snake(stem)}.py"
    source = _source(file)
    arguments = re.search(r"^class (\w+Args):$", source, re.MULTILINE)
    if not arguments:
        raise UnknownTypeError(token)
    inputs = _properties(_class_source(source, arguments.group(1)), module)
    state = re.search(r"^class (_\w+State):$", source, re.MULTILINE)
    outputs = _camel_names(_class_source(source, state.group(1))).values() if state else inputs
    return Schema(inputs, frozenset(outputs))


@cache
def arguments(token: str) -> Mapping[str, Property]:
    """Arguments of a function: `aws:eks/getCluster:getCluster`."""
    module, name = token.split(":")[1].split("/")
    source = _source(f"{module}/{_snake(name)}.py".removeprefix("index/"))
    names = {python: camel for camel, python in re.findall(r"__args__\['(\w+)'\] = (\w+)", source)}
    function = re.search(rf"^def {_snake(name)}\(.*?\)(?= ->)", source, re.MULTILINE | re.DOTALL)
    signature = ast.parse(f"{function.group() if function else ''}: ...").body[0]
    if not isinstance(signature, ast.FunctionDef):
        raise UnknownTypeError(token)
    # The SDK gives every argument a default, required ones too.
    return {
        names[argument.arg]: Property(_type(argument.annotation, module.removeprefix("index")), required=False)
        for argument in signature.args.args
        if argument.arg in names
    }


@cache
def _source(file: str) -> str:
    spec = find_spec("pulumi_aws")
    path = Path(spec.origin).parent / file if spec and spec.origin else Path(file)
    if not path.is_file():
        raise UnknownTypeError(file)
    return path.read_text()


def _class_source(source: str, name: str) -> str:
    start = source.index(f"\nclass {name}:") + 1
    end = re.compile(r"^(?:@|class )", re.MULTILINE).search(source, start + 1)
    return source[start : end.start() if end else len(source)]


def _properties(source: str, module: str) -> dict[str, Property]:
    names = _camel_names(source)
    head = re.search(r"def __init__\(__self__(.*?)\):\n", source, re.DOTALL)
    function = ast.parse(f"def f(self{head.group(1) if head else ''}): ...").body[0]
    if not isinstance(function, ast.FunctionDef):
        raise UnknownTypeError(module)
    arguments, defaults = function.args.kwonlyargs, function.args.kw_defaults
    return {
        names[argument.arg]: Property(_type(argument.annotation, module), required=default is None)
        for argument, default in zip(arguments, defaults, strict=True)
    }


def _camel_names(source: str) -> dict[str, str]:
    getters = re.findall(r"@pulumi\.getter(?:\(name=\"(\w+)\"\))?\n(?:(?!    def ).*\n)*    def (\w+)\(", source)
    return {python: camel or python for camel, python in getters}


def _type(annotation: ast.expr | None, module: str) -> Type:
    if isinstance(annotation, ast.Subscript):
        return _generic_type(annotation, module)
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        prefix, _, name = annotation.value.rpartition(".")
        return ObjectOf(prefix.strip("_") or module, name)
    if isinstance(annotation, ast.Attribute) and annotation.attr in {"str", "bool", "int", "float"}:
        return Scalar(annotation.attr)
    return Scalar("any")


def _generic_type(annotation: ast.Subscript, module: str) -> Type:
    outer, inner = ast.unparse(annotation.value).rsplit(".", 1)[-1], annotation.slice
    if outer == "Sequence":
        return ListOf(_type(inner, module))
    if outer == "Mapping" and isinstance(inner, ast.Tuple):
        return MapOf(_type(inner.elts[1], module))
    if outer == "Union" and isinstance(inner, ast.Tuple):
        return _type(inner.elts[0], module)
    return _type(inner, module)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
