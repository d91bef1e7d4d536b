"""The tools of the sandbox: built once for each user, found again by every clone."""

from collections.abc import Iterable
from pathlib import Path

from sandbox.engine import cache
from sandbox.engine.build import build
from sandbox.engine.old_builds import prune
from sandbox.engine.progress import Phase, Progress, Step, silent
from sandbox.engine.toolchain import Go, find_go, official_pulumi
from sandbox.engine.toolsets import ToolSet, tool_set_of


def ensure(names: Iterable[str], progress: Progress = silent) -> dict[str, Path]:
    """Return the executable of each tool; what no clone has built yet is built now.

    Raises:
        EngineError: a tool cannot be had; the error says why and what helps.
    """
    found: dict[str, Path] = {}
    go: Go | None = None
    for name in names:
        official = official_pulumi() if name == "pulumi" else None
        if official:
            found[name] = official
            continue
        tool_set = tool_set_of(name)
        go = go or find_go(progress)
        found[name] = _built(tool_set, go, progress) / name
    return found


def _built(tool_set: ToolSet, go: Go, progress: Progress) -> Path:
    name = f"{tool_set.name}-{tool_set.key(go.version, go.platform)}"

    def make(folder: Path) -> None:
        prune()
        build(tool_set, go, folder, cache.root() / f"{name}.log", progress)

    folder = cache.publish(name, make, lambda: progress(Step(tool_set.name, Phase.WAITING)))
    progress(Step(tool_set.name, Phase.READY))
    return folder / "bin"
