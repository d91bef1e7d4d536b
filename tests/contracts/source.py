"""What the contract tests know of the source: component classes, their Args and their files."""

import ast
import importlib
import inspect
from pathlib import Path

from pulumi import ComponentResource

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "components").glob("*.py"))


def component_classes() -> list[type[ComponentResource]]:
    """Every component of the package."""
    return [
        member
        for file in FILES
        for module in [importlib.import_module(f"components.{file.stem}")]
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, ComponentResource) and member.__module__ == module.__name__
    ]


def file_of(component: type[ComponentResource]) -> Path:
    """The file of a component."""
    return Path(inspect.getfile(component))


def args_class(component: type[ComponentResource]) -> type:
    """The Args of a component."""
    return getattr(importlib.import_module(component.__module__), f"{component.__name__}Args")


def undocumented_fields(class_: type) -> list[str]:
    """Annotated fields of a class body that no text follows."""
    body = next(
        node.body
        for node in ast.walk(ast.parse(Path(inspect.getfile(class_)).read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name == class_.__name__
    )
    followed = [*body[1:], ast.Pass()]
    return [
        ast.unparse(node.target)
        for node, after in zip(body, followed, strict=True)
        if isinstance(node, ast.AnnAssign)
        and not (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        )
    ]


def imports_of(file: Path) -> set[str]:
    """Modules that a file imports, at its top or inside functions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return imported | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
