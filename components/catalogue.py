"""The catalogue of components as a page: `python -m components.catalogue > docs/components.md`."""

import importlib
import inspect
import pkgutil
import sys
import typing
from collections.abc import Iterator

from pulumi import ComponentResource

import components
from components.inspection import Field, fields_of, made_by

HEAD = """# Components

Written by `python -m components.catalogue` from the components themselves; do not edit.

Every component is a Python class that takes a name, one dictionary of inputs and Pulumi's resource options. Inputs
without a default are required. An `Input[…]` may be another resource's output; any other value must be known in the
preview, since names, policies or the number of resources follow from it. The platform's wiring, `stacks/platform.py`,
uses them all; [policies](policies.md) watch what they make.

| component | is | part of |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    classes = {name: class_ for class_ in _components() for name in [class_.__name__]}
    makes = {name: made_by(class_) for name, class_ in classes.items()}
    rows = [_row(class_, [owner for owner in makes if name in makes[owner]]) for name, class_ in classes.items()]
    sections = [_section(class_, makes[name], classes) for name, class_ in classes.items()]
    return HEAD + "".join(rows) + "".join(sections)


def _components() -> Iterator[type[ComponentResource]]:
    for found in pkgutil.iter_modules(components.__path__):
        module = importlib.import_module(f"components.{found.name}")
        for _, class_ in inspect.getmembers(module, inspect.isclass):
            if issubclass(class_, ComponentResource) and class_.__module__ == module.__name__:
                yield class_


def _row(class_: type[ComponentResource], owners: list[str]) -> str:
    return f"| {_link(class_.__name__)} | {_cell(_what(class_))} | {', '.join(map(_link, owners))} |\n"


def _section(
    class_: type[ComponentResource], makes: list[str], classes: typing.Mapping[str, type[ComponentResource]]
) -> str:
    made = ", ".join(_link(each) if each in classes else f"`{each}`" for each in makes)
    args, parts = _dictionaries_of(class_)
    return (
        f"\n## {class_.__name__}\n{_what(class_)} {inspect.getdoc(class_)}\n\n"
        f"`from {class_.__module__} import {class_.__name__}`\n\n"
        f"{''.join(map(_inputs, args))}{_outputs(class_)}Makes: {made}.\n"
        + "".join(f"\n### {part.__name__}\n{inspect.getdoc(part)}\n\n{_inputs(part).rstrip()}\n" for part in parts)
    )


def _dictionaries_of(class_: type[ComponentResource]) -> tuple[list[type], list[type]]:
    """Return the dictionary of inputs, and those that are values in it and are of the same module."""
    module = class_.__module__
    own = [
        each for each in vars(sys.modules[module]).values() if typing.is_typeddict(each) and each.__module__ == module
    ]
    args = f"{class_.__name__}Args"
    return [each for each in own if each.__name__ == args], [each for each in own if each.__name__ != args]


def _inputs(dictionary: type) -> str:
    rows = "".join(map(_input, fields_of(dictionary)))
    return f"| input | type | default | meaning |\n|---|---|---|---|\n{rows}\n"


def _input(field: Field) -> str:
    meaning, _, default = field.text.partition("Default: ")
    return f"| `{field.name}` | `{field.type}` | {_cell(default.removesuffix('.'))} | {_cell(meaning)} |\n"


def _outputs(class_: type[ComponentResource]) -> str:
    rows = "".join(f"| `{name}` | `{kind}` | {_cell(text)} |\n" for name, kind, text in fields_of(class_))
    return f"| output | type | meaning |\n|---|---|---|\n{rows}\n" if rows else ""


def _what(class_: type[ComponentResource]) -> str:
    return inspect.getdoc(importlib.import_module(class_.__module__)) or ""


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
