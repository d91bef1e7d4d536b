"""What a sandbox has on disk before its processes start: tools, plugins, kwok's stages, Pulumi's backend."""

import secrets
import shlex
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from sandbox import stack_files
from sandbox.controllers.table import CONTROLLERS
from sandbox.engine import sources
from sandbox.engine.toolsets import required_versions
from sandbox.kubernetes.control_plane import Binaries
from sandbox.layout import Layout
from sandbox.private_files import make_private_directory, write_private

TOOLS = ("pulumi", "kube", "kwok", "kubectl", "helm", *(controller.tool for controller in CONTROLLERS))
CODE = Path(__file__).parents[1]
PLUGINS = {
    "aws": ("pulumi-aws", "sandbox.aws.provider"),
    "kubernetes": ("pulumi-kubernetes", "sandbox.kubernetes.provider"),
}
STAGES = (
    "node/fast/node-initialize.yaml",
    "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "pod/fast/pod-ready.yaml",
    "pod/fast/pod-complete.yaml",
    "pod/fast/pod-delete.yaml",
)
KWOK = "sigs.k8s.io/kwok"


def install(layout: Layout, tools: Mapping[str, Path]) -> None:
    """Lay out the state directory around the built tools."""
    for directory in (layout.state, layout.logs, layout.aws, layout.pulumi_home, layout.pulumi_backend):
        make_private_directory(directory)
    write_private(layout.passphrase, secrets.token_urlsafe(32))
    for name in ("kubectl", "helm"):
        _link(layout.bin / name, tools[name])
    for name in ("kube", "kwok"):
        _link(layout.kubernetes / "bin" / name, tools[name])
    for controller in CONTROLLERS:
        _link(layout.kubernetes / "bin" / controller.name, tools[controller.tool])
    _install_pulumi(layout, tools["pulumi"])
    write_private(binaries(layout).stages, _stages())


def binaries(layout: Layout) -> Binaries:
    """Return where `install` puts the control plane's programs."""
    folder = layout.kubernetes / "bin"
    return Binaries(kube=folder / "kube", kwok=folder / "kwok", stages=layout.kubernetes / "stages.yaml")


def _install_pulumi(layout: Layout, pulumi: Path) -> None:
    # Pulumi looks for its language host beside itself and warns about any other; an official one has it there.
    if not (pulumi.resolve().parent / "pulumi-language-python").exists():
        bundle = layout.pulumi_home.parent / "bin"
        _write_launcher(bundle / "pulumi-language-python", "sandbox.engine.language_host")
        pulumi = _copy(bundle / "pulumi", pulumi)
    wrapper = stack_files.WRAPPER.format(project=_quoted(stack_files.project(layout)), pulumi=_quoted(pulumi))
    write_private(layout.bin / "pulumi", wrapper, mode=0o700)
    for name, (sdk, module) in PLUGINS.items():
        folder = layout.pulumi_home / "plugins" / f"resource-{name}-v{version(sdk)}"
        _write_launcher(folder / f"pulumi-resource-{name}", module)


def _write_launcher(path: Path, module: str) -> None:
    # Not by PYTHONPATH: the programs that the language host starts would inherit it.
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(CODE)!r}); from sandbox import bytecode; bytecode.keep(); "
        f"runpy.run_module({module!r}, run_name='__main__')"
    )
    lines = ("#!/bin/sh", f'exec {_quoted(Path(sys.executable))} -P -c {shlex.quote(code)} "$@"', "")
    write_private(path, "\n".join(lines), mode=0o700)


def _stages() -> str:
    stages = sources.module_dir(KWOK, required_versions(sources.PINS)[KWOK]) / "kustomize" / "stage"
    return "\n---\n".join((stages / path).read_text() for path in STAGES)


def _link(path: Path, target: Path) -> None:
    make_private_directory(path.parent)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _copy(path: Path, source: Path) -> Path:
    make_private_directory(path.parent)
    path.unlink(missing_ok=True)
    try:
        path.hardlink_to(source)
    except OSError:  # the cache is on another disk
        shutil.copy2(source, path)
    return path


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
