"""Installs the dependencies of a program, policy pack or plugin with pip and lists what is installed."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from pulumi.runtime.proto import language_pb2

from sandbox.engine.language_host.interpreter import environment_of, python_in
from sandbox.engine.language_host.options import VIRTUALENV, Options, ProjectError
from sandbox.engine.language_host.processes import Processes
from sandbox.engine.language_host.streams import Channel, chunks_of

Response = language_pb2.InstallDependenciesResponse
REQUIREMENTS = "requirements.txt"
NOTHING_TO_DO = (b"Requirement already satisfied", b"Ignoring ")
"""Beginnings of pip's lines about what is there, and about what other systems need."""
# Our own pip works on any environment, also on one that uv made without pip.
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--python")


def install(request: language_pb2.InstallDependenciesRequest, processes: Processes) -> Iterator[Response]:
    """Make the virtual environment if it is missing and install into it; what is there is only checked.

    Raises:
        ProjectError: there is nowhere to install to, or pip failed.
    """
    targets = list(_targets(request))
    virtualenv = Options.of(request.info, is_plugin=request.is_plugin).virtualenv
    if virtualenv is None:
        if not targets:
            return
        message = (
            "There is no environment to install into: the sandbox's own, which programs without the option use, stays "
            f"as it is. Set runtime.options.virtualenv in the project file, for example to `{VIRTUALENV}`."
        )
        raise ProjectError(message)
    if python_in(virtualenv) is None:
        yield Response(stdout=f"Creating the virtual environment {virtualenv}\n".encode())
        yield from _run([sys.executable, "-m", "venv", str(virtualenv)], Path.cwd(), processes)
    python = python_in(virtualenv) or virtualenv
    for what, folder in targets:
        yield Response(stdout=f"Installing {' '.join(what)}\n".encode())
        yield from _run([*PIP, str(python), "install", *what], folder, processes)
    yield Response(stdout=f"{virtualenv} is complete\n".encode())


def installed(python: Path, *, transitive: bool) -> dict[str, str]:
    """Return the versions of the packages that programs find; by default only those that no other one needs."""
    command = [*PIP, str(python), "list", "--format", "json", *([] if transitive else ["--not-required"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{python} cannot list its packages: {done.stderr.strip()}"
        raise ProjectError(message)
    return {one["name"]: one["version"] for one in cast("list[dict[str, str]]", json.loads(done.stdout))}


def _targets(request: language_pb2.InstallDependenciesRequest) -> Iterator[tuple[list[str], Path]]:
    """Yield pip's arguments and the folder to run it in."""
    program, root = Path(request.info.program_directory), Path(request.info.root_directory)
    project = program / "pyproject.toml"
    if request.is_plugin and project.exists() and "build-system" in tomllib.loads(project.read_text()):
        yield ["."], program
    # A program in a folder of its project (`main`) may share the project's requirements.
    for folder in dict.fromkeys((program, root)):
        if (folder / REQUIREMENTS).exists():
            yield ["-r", REQUIREMENTS], folder
            return


def _run(command: Sequence[str], folder: Path, processes: Processes) -> Iterator[Response]:
    environment = environment_of(Path(command[0]))
    with processes.start(command, str(folder), environment, subprocess.PIPE) as process:
        for channel, chunk in chunks_of(process):
            if chunk.startswith(NOTHING_TO_DO):
                continue
            yield Response(stdout=chunk) if channel is Channel.OUTPUT else Response(stderr=chunk)
        if code := process.wait():
            message = f"`{' '.join(command)}` in {folder} ended with exit code {code}; its output above says why."
            raise ProjectError(message)
