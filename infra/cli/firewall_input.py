"""What `mlplatform firewall` computes from: files that Pulumi printed, or the stack on the sandbox."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from infra.cli.console import CommandError, step
from infra.cli.pulumi import Pulumi
from infra.cli.start import use_sandbox
from reachability import stack
from reachability.matrix import Matrix, Reading, Way
from reachability.resources import Resource, from_export, from_preview

ROOT = Path(__file__).resolve().parents[2]


def matrix(environment: str, files: Sequence[Path]) -> Matrix:
    """The matrix of these files together, or of what is deployed on the sandbox."""
    try:
        return Matrix(stack.read(from_files(files) if files else deployed(environment)))
    except stack.UnreadableError as error:
        raise CommandError(f"nothing to compute from: {error}", fix="deploy a tenant first, or preview one") from error


def opened(resources: Sequence[Resource]) -> tuple[list[Way], list[Reading]]:
    """What is open; nothing, in a stack without tenants such as one that is not deployed yet."""
    try:
        read = Matrix(stack.read(resources))
    except stack.UnreadableError:
        return [], []
    return list(read.ways()), list(read.readings())


def from_files(files: Sequence[Path]) -> list[Resource]:
    """Resources of stacks that belong together; a folder stands for the files in it."""
    return [one for given in files for file in _inside(given) for one in _resources(_printed(file), file)]


def deployed(environment: str) -> list[Resource]:
    """Resources of the environment on the sandbox."""
    use_sandbox(ROOT, environment)
    return from_export(cast("dict[str, Any]", Pulumi(ROOT, environment).read("stack", "export")))


def previewed(environment: str) -> list[Resource]:
    """Resources of the environment on the sandbox as they would be after `up`."""
    use_sandbox(ROOT, environment)
    with step(f"Previewing {environment}"):
        printed = Pulumi(ROOT, environment).read("preview", "--json", "--show-sames")
        return from_preview(cast("dict[str, Any]", printed))


def _inside(given: Path) -> list[Path]:
    if not given.is_dir():
        return [given]
    if found := sorted(given.glob("*.json")):
        return found
    raise CommandError(f"{given} holds no .json file", fix="give a folder with a file for each stack")


def _resources(printed: dict[str, Any], file: Path) -> list[Resource]:
    if "steps" not in printed:
        return from_export(printed)
    shown = sum(step["op"] == "same" for step in printed["steps"])
    summary = cast("dict[str, int]", printed.get("changeSummary") or {})
    if shown < (unchanged := summary.get("same", 0)):
        raise CommandError(
            f"{file} leaves out {unchanged - shown} resources that do not change",
            fix="run `pulumi preview` with --json and --show-sames",
        )
    return from_preview(printed)


def _printed(file: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        printed = json.loads(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}", fix="give what `pulumi stack export` printed") from error
    if not isinstance(printed, dict) or not {"steps", "deployment"} & printed.keys():
        raise CommandError(
            f"{file} holds neither a deployment nor steps",
            fix="give what `pulumi stack export` or `pulumi preview --json` printed",
        )
    return cast("dict[str, Any]", printed)
