"""The language runtime service: runs programs, policy packs and plugins for the engine."""

# ruff: noqa: N802 - the protocol names the methods

import json
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import TypedDict, cast

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from sandbox.engine.language_host.interpreter import InterpreterError, environment_of, python_of
from sandbox.engine.language_host.plugin import run_plugin
from sandbox.engine.language_host.processes import Processes
from sandbox.engine.language_host.program import SHOWN

PROGRAM = Path(__file__).parent / "program.py"
LIST_PACKAGES = """
import importlib.metadata, json, platform, sys
packages = sorted({d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}.items())
json.dump({"version": platform.python_version(), "packages": packages}, sys.stdout)
"""


class _Facts(TypedDict):
    executable: str
    version: str
    packages: list[tuple[str, str]]


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers the engine."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._processes = Processes()

    def interrupt(self) -> None:
        """End the programs and plugins that still run."""
        self._processes.interrupt()

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        """Learn the engine's address."""
        del context
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """Stop early."""
        del request, context
        self.interrupt()
        return Empty()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Tell the version: the SDK's."""
        del request, context
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """Announce no provider: each resource names the one that it needs."""
        del request, context
        return language_pb2.GetRequiredPackagesResponse()

    def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        """Ask the user nothing."""
        del request, context
        return language_pb2.RuntimeOptionsResponse()

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        """Tell which Python runs programs."""
        facts = _facts(request.info, context)
        return language_pb2.AboutResponse(executable=facts["executable"], version=facts["version"])

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        """List the packages that programs find."""
        packages = [
            language_pb2.DependencyInfo(name=n, version=v) for n, v in _facts(request.info, context)["packages"]
        ]
        return language_pb2.GetProgramDependenciesResponse(dependencies=packages)

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        """Run a program to its end; the user sees its output as it comes."""
        try:
            python = python_of(request.info)
        except InterpreterError as error:
            return language_pb2.RunResponse(error=str(error))
        settings = {
            "project": request.project,
            "stack": request.stack,
            "organization": request.organization or "organization",
            "monitor": request.monitor_address,
            "engine": self._engine,
            "parallel": request.parallel,
            "dry_run": request.dryRun,
            "root_directory": request.info.root_directory,
        }
        environment = environment_of(python) | {
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        # -P: our own folder must not shadow the program's modules.
        command = [str(python), "-u", "-P", str(PROGRAM), json.dumps(settings), request.info.entry_point, *request.args]
        with self._processes.start(command, request.pwd, environment) as process:
            context.add_callback(process.terminate)
            code = process.wait()
        if code == SHOWN:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"The program ended with exit code {code}." if code else "")

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack or a plugin to its end."""
        try:
            yield from run_plugin(request, self._processes)
        except InterpreterError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))


def _facts(info: language_pb2.ProgramInfo, context: grpc.ServicerContext) -> _Facts:
    try:
        python = python_of(info)
    except InterpreterError as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
    answer = subprocess.run([python, "-c", LIST_PACKAGES], capture_output=True, check=True)
    return cast("_Facts", {"executable": str(python), **json.loads(answer.stdout)})
