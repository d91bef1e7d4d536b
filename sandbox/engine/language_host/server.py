"""The language runtime service: runs programs, policy packs and plugins for the engine."""

# ruff: noqa: N802 - the protocol names the methods

import json
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2, plugin_pb2

from sandbox.engine.language_host.dependencies import install, installed
from sandbox.engine.language_host.interpreter import environment_of, python_of
from sandbox.engine.language_host.options import DEFAULTS, TOOLCHAIN, ProjectError, prompt
from sandbox.engine.language_host.plugin import run_plugin
from sandbox.engine.language_host.processes import Processes
from sandbox.engine.language_host.program import SHOWN
from sandbox.engine.language_host.refusals import Refusals

PROGRAM = Path(__file__).parent / "program.py"


class LanguageHost(Refusals):
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

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Install what a program, policy pack or plugin requires; the user sees pip's output as it comes."""
        with _explained(context):
            yield from install(request, self._processes)

    def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        """Ask the maker of a new project for the options that it lacks."""
        del context
        missing = [name for name in DEFAULTS if name not in request.info.options]
        return language_pb2.RuntimeOptionsResponse(prompts=map(prompt, missing))

    def About(self, request: language_pb2.AboutRequest, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        """Tell which Python runs programs."""
        with _explained(context):
            python = python_of(request.info)
        version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout
        return language_pb2.AboutResponse(
            executable=str(python), version=version.removeprefix("Python ").strip(), metadata={"toolchain": TOOLCHAIN}
        )

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        """List the packages that programs find."""
        with _explained(context):
            packages = installed(python_of(request.info), transitive=request.transitiveDependencies)
        found = [language_pb2.DependencyInfo(name=name, version=version) for name, version in packages.items()]
        return language_pb2.GetProgramDependenciesResponse(dependencies=found)

    def Run(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        """Run a program to its end; the user sees its output as it comes."""
        try:
            python = python_of(request.info)
        except ProjectError as error:
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
        with _explained(context):
            yield from run_plugin(request, self._processes)


@contextmanager
def _explained(context: grpc.ServicerContext) -> Generator[None]:
    try:
        yield
    except ProjectError as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
