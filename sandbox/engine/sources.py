"""Files that Go modules carry and the sandbox reads: charts, custom resource definitions, stages."""

import json
from pathlib import Path
from typing import cast

from sandbox.engine import cache
from sandbox.engine.errors import EngineError
from sandbox.engine.progress import Phase, Progress, Step, silent
from sandbox.engine.run import run_go
from sandbox.engine.toolchain import find_go
from sandbox.engine.toolsets import MODULES, required_versions

PINS = MODULES / "sources"


def module_dir(path: str, version: str, progress: Progress = silent) -> Path:
    """Return the unpacked files of a pinned Go module, downloaded on first use and checked against go.sum.

    Raises:
        EngineError: the module is not pinned, cannot be downloaded or is not what go.sum says.
    """
    if required_versions(PINS).get(path) != version:
        pinned = ", ".join(" ".join(pin) for pin in sorted(required_versions(PINS).items()))
        raise EngineError(
            what=f"{path} {version} is not pinned.", fix=f"Add it to {PINS / 'go.mod'}. Pinned are: {pinned}."
        )
    progress(Step("sources", Phase.DOWNLOADING, detail=f"{path} {version}"))
    go = find_go(progress)
    log = cache.root() / "sources.log"
    output = run_go(
        go, ["mod", "download", "-json", f"{path}@{version}"], folder=PINS, log=log, what=f"Downloading {path}"
    )
    answer = cast("dict[str, str]", json.loads(output))
    if f"{path} {version} {answer['Sum']}" not in (PINS / "go.sum").read_text().splitlines():
        raise EngineError(
            what=f"{path} {version} has the checksum {answer['Sum']}, which {PINS / 'go.sum'} does not list.",
            fix="Check GOPROXY: the registry serves something else than what is pinned.",
        )
    return Path(answer["Dir"])
