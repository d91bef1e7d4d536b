"""Which Python runs a program: the one of the `virtualenv` that its project file names, else our own."""

import os
import sys
from pathlib import Path

from pulumi.runtime.proto import language_pb2


class InterpreterError(Exception):
    """The project file names a virtual environment that cannot be used."""


def python_of(info: language_pb2.ProgramInfo) -> Path:
    """Return the interpreter for a program, a policy pack or a plugin."""
    if "virtualenv" not in info.options:
        return Path(sys.executable)
    virtualenv = Path(info.root_directory, str(info.options["virtualenv"]))
    for candidate in (virtualenv / "bin" / "python", virtualenv / "Scripts" / "python.exe"):
        if candidate.exists():
            return candidate
    message = (
        f"The `virtualenv` of the project file, {virtualenv}, is not a virtual environment. "
        f"Create it with `python -m venv {virtualenv}` and install the project's requirements into it."
    )
    raise InterpreterError(message)


def environment_of(python: Path) -> dict[str, str]:
    """Return the environment in which the interpreter's virtual environment is active."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "VIRTUAL_ENV"}}
    if (python.parent.parent / "pyvenv.cfg").exists():
        environment["VIRTUAL_ENV"] = str(python.parent.parent)
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', '')}"
    return environment
