"""Which Python runs a program: the one of the `virtualenv` that its project file names, else our own."""

import os
import sys
from pathlib import Path

from pulumi.runtime.proto import language_pb2

from sandbox.engine.language_host.options import Options, ProjectError


def python_of(info: language_pb2.ProgramInfo, *, is_plugin: bool = False) -> Path:
    """Return the interpreter for a program, a policy pack or a plugin.

    Raises:
        ProjectError: the project file names none that can be used.
    """
    virtualenv = Options.of(info, is_plugin=is_plugin).virtualenv
    if virtualenv is None:
        return Path(sys.executable)
    if found := python_in(virtualenv):
        return found
    message = (
        f"The `virtualenv` of the project file, {virtualenv}, is not a virtual environment. "
        "Create it and install the project's requirements into it with `pulumi install`."
    )
    raise ProjectError(message)


def python_in(virtualenv: Path) -> Path | None:
    """Return the interpreter of a virtual environment, if it is one."""
    candidates = (virtualenv / "bin" / "python", virtualenv / "Scripts" / "python.exe")
    return next((candidate for candidate in candidates if candidate.exists()), None)


def environment_of(python: Path) -> dict[str, str]:
    """Return the environment in which the interpreter's virtual environment is active."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "VIRTUAL_ENV"}}
    if (python.parent.parent / "pyvenv.cfg").exists():
        environment["VIRTUAL_ENV"] = str(python.parent.parent)
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment
