"""Runs a policy pack or a plugin as a process and streams its output to the engine."""

import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from pulumi.runtime.proto import language_pb2

from sandbox.engine.language_host.interpreter import environment_of, python_of
from sandbox.engine.language_host.policy_proxy import PolicyProxy
from sandbox.engine.language_host.processes import Processes
from sandbox.engine.language_host.streams import Channel, chunks_of

Response = language_pb2.RunPluginResponse


def run_plugin(request: language_pb2.RunPluginRequest, processes: Processes) -> Iterator[Response]:
    """Run it to its end."""
    is_pack = request.kind == "analyzer"
    python = python_of(request.info, is_plugin=not is_pack)
    environment = environment_of(python) | dict(pair.split("=", 1) for pair in request.env)
    folder = request.info.program_directory
    if not is_pack:
        command = [str(python), "-u", *_entry_point(Path(folder)), *request.args]
        with processes.start(command, request.pwd, environment, subprocess.PIPE) as process:
            yield from _stream(process)
        return
    # A pack reads project, stack and configuration from its environment while it loads, but the engine tells them
    # only later: the proxy speaks for the pack until then.
    with PolicyProxy() as proxy:
        yield Response(stdout=f"{proxy.port}\n".encode())
        command = [str(python), "-u", "-m", "pulumi.policy", *request.args, folder]
        environment |= proxy.stack_environment()
        with processes.start(command, folder, environment, subprocess.PIPE) as process:
            yield from _stream(process, proxy.attach)


def _entry_point(folder: Path) -> list[str]:
    if (folder / "__main__.py").exists() or not (folder / "pyproject.toml").exists():
        return [str(folder)]
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    return ["-m", "pulumi.run.plugin", str(project["name"])]


def _stream(
    process: "subprocess.Popen[bytes]", on_first_line: Callable[[bytes], None] | None = None
) -> Iterator[Response]:
    for channel, chunk in chunks_of(process, on_first_line):
        yield Response(stdout=chunk) if channel is Channel.OUTPUT else Response(stderr=chunk)
    yield Response(exitcode=process.wait())
