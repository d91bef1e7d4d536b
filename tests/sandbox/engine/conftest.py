"""A machine of the tests' own: an empty cache, an empty PATH and a pretended Go."""

import stat
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from sandbox.engine import toolsets

PYTHON = sys.executable
GO = """
arguments = sys.argv[1:]
if arguments == ["version"]:
    print("go version {version} linux/amd64")
elif arguments[0] == "list":
    print("go: downloading example.com/a v1.0.0", file=sys.stderr)
    print("example.com/a\\nexample.com/b\\nexample.com/helm")
elif arguments[0] == "build":
    exec({build!r})
    for package in ("example.com/a", "runtime/internal", "example.com/b", "example.com/helm"):
        print(package, file=sys.stderr)
    folder = Path(arguments[arguments.index("-o") + 1])
    folder.mkdir()
    (folder / "helm").write_text("binary")
"""

HELM = toolsets.ToolSet(
    "helm", {"helm": "helm.sh/helm/v3/cmd/helm"}, {"helm.sh/helm/v3/internal/version.version": "helm.sh/helm/v3"}
)


class Machine:
    """What a test puts on PATH and finds in the cache."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.bin = root / "bin"
        self.cache = root / "cache" / "mlplatform" / "engine"
        self.modules = root / "modules"
        self.bin.mkdir()

    def command(self, name: str, script: str, folder: Path | None = None) -> Path:
        """Put a Python script on PATH, or into another folder."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{PYTHON}\nimport os, sys, time\nfrom pathlib import Path\n{dedent(script)}")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def go(self, build: str = "", version: str = "go1.26.9") -> None:
        """Pretend a Go that says what a real one says; `build` is what its `build` does first."""
        self.command("go", GO.format(version=version, build=dedent(build)))

    def registry(self, script: str) -> None:
        """Pretend a Python whose pip does this."""
        self._patch.setattr(sys, "executable", str(self.command("python", script, self.bin.parent / "venv")))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    own = Machine(tmp_path, monkeypatch)
    monkeypatch.setenv("PATH", str(own.bin))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own.registry("sys.exit('no network')")
    helm = own.modules / "helm"
    helm.mkdir(parents=True)
    (helm / "go.mod").write_text("module m\n\nrequire helm.sh/helm/v3 v3.22.0\n")
    (helm / "go.sum").write_text("helm.sh/helm/v3 v3.22.0 h1:abc=\n")
    (helm / "main.go").write_text("package main\n")
    monkeypatch.setattr(toolsets, "MODULES", own.modules)
    monkeypatch.setattr(toolsets, "TOOL_SETS", (HELM,))
    return own
