"""Runs a policy pack or a plugin as a process and streams its output to the engine."""

import queue
import subprocess
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from pulumi.runtime.proto import language_pb2

from sandbox.engine.language_host.interpreter import environment_of, python_of
from sandbox.engine.language_host.policy_proxy import PolicyProxy
from sandbox.engine.language_host.processes import Processes

Response = language_pb2.RunPluginResponse


def run_plugin(request: language_pb2.RunPluginRequest, processes: Processes) -> Iterator[Response]:
    """Run it to its end."""
    python = python_of(request.info)
    environment = environment_of(python) | dict(pair.split("=", 1) for pair in request.env)
    folder = request.info.program_directory
    if request.kind != "analyzer":
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
    chunks: queue.SimpleQueue[Response | None] = queue.SimpleQueue()

    def read_output(stream: IO[bytes]) -> None:
        if on_first_line:
            on_first_line(stream.readline())
        for line in stream:
            chunks.put(Response(stdout=line))
        chunks.put(None)

    def read_errors(stream: IO[bytes]) -> None:
        for line in stream:
            chunks.put(Response(stderr=line))
        chunks.put(None)

    threading.Thread(target=read_output, args=(cast("IO[bytes]", process.stdout),), daemon=True).start()
    threading.Thread(target=read_errors, args=(cast("IO[bytes]", process.stderr),), daemon=True).start()
    for _ in range(2):
        while chunk := chunks.get():
            yield chunk
    yield Response(exitcode=process.wait())
