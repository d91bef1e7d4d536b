"""One build of a tool set: Go downloads, compiles and links, and its output becomes progress."""

from functools import partial
from pathlib import Path

from sandbox.engine.progress import Phase, Progress, Step
from sandbox.engine.run import run_go
from sandbox.engine.toolchain import Go
from sandbox.engine.toolsets import ToolSet

DOWNLOADING = "go: downloading "


def build(tool_set: ToolSet, go: Go, folder: Path, log: Path, progress: Progress) -> None:
    """Build a tool set's binaries into `folder`/bin; the full output of Go goes to `log`."""
    run = partial(
        run_go, go, folder=tool_set.folder, scratch=folder, log=log, what=f"Building {', '.join(tool_set.tools)}"
    )
    arguments = tool_set.build_arguments()
    downloads = 0

    def downloading(line: str) -> None:
        nonlocal downloads
        if line.startswith(DOWNLOADING):
            downloads += 1
            progress(Step(tool_set.name, Phase.DOWNLOADING, downloads, detail=line.removeprefix(DOWNLOADING)))

    progress(Step(tool_set.name, Phase.DOWNLOADING))
    # Stale: not in Go's build cache yet, so an interrupted build counts only what is left.
    stale = ["list", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", *arguments]
    missing = set(run(stale, on_line=downloading).split())
    total = len(missing)

    def compiling(line: str) -> None:
        if line in missing:
            missing.discard(line)
            progress(Step(tool_set.name, Phase.COMPILING, total - len(missing), total, line))

    progress(Step(tool_set.name, Phase.COMPILING, 0, total))
    run(["build", "-v", "-o", f"{folder}/bin/", *arguments], on_line=compiling)
