"""The pack as its own process, spoken to as the engine does."""

import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import grpc
import psutil
from google.protobuf import empty_pb2, json_format, message
from pulumi.runtime.proto import analyzer_pb2

import policies
from tests.policies.judging import Given

DIRECTORY = Path(policies.__file__).parent
Answer = TypeVar("Answer", bound=message.Message)


@dataclass(frozen=True)
class Diagnostic:
    """What a policy said about a resource."""

    policy: str
    text: str
    level: str
    urn: str
    severity: str


class PackProcess:
    """A running pack."""

    def __init__(self, channel: grpc.Channel, pid: int) -> None:
        self._channel = channel
        self._process = psutil.Process(pid)

    def cpu_seconds(self) -> float:
        """Processor time that the pack has used so far."""
        times = self._process.cpu_times()
        return times.user + times.system

    def configure(
        self, overrides: Mapping[str, str] | None = None, properties: Mapping[str, Mapping[str, object]] | None = None
    ) -> dict[str, object]:
        """Start-up as the engine does it: the pack's own levels, then what `--policy-pack-config` says."""
        info = _plain(self._call("GetAnalyzerInfo", empty_pb2.Empty(), analyzer_pb2.AnalyzerInfo))
        own = cast("dict[str, dict[str, str]]", info["initialConfig"])
        levels = {name: config["enforcementLevel"] for name, config in own.items()} | dict(overrides or {})
        said = properties or {}
        config = {
            "policyConfig": {
                name: {"enforcementLevel": level, "properties": dict(said.get(name, {}))}
                for name, level in levels.items()
            }
        }
        self._call("Configure", _message(config, analyzer_pb2.ConfigureAnalyzerRequest()), empty_pb2.Empty)
        return info

    def analyze(self, given: Given) -> list[Diagnostic]:
        """What resource policies say to a resource's inputs."""
        provider = {"type": "pulumi:providers:aws", "name": "aws", "properties": given.provider}
        request = {
            "type": given.type,
            "urn": given.urn,
            "name": given.name,
            "properties": given.props,
            "provider": provider,
        }
        return self._diagnostics("Analyze", _message(request, analyzer_pb2.AnalyzeRequest()))

    def analyze_stack(self, outputs: Mapping[str, Given]) -> list[Diagnostic]:
        """What stack policies say to a stack's outputs, by URN."""
        resources = [
            {
                "type": given.type,
                "urn": urn,
                "name": given.name,
                "properties": given.props,
                "propertyDependencies": {key: {"urns": list(urns)} for key, urns in given.origins.items()},
            }
            for urn, given in outputs.items()
        ]
        return self._diagnostics("AnalyzeStack", _message({"resources": resources}, analyzer_pb2.AnalyzeStackRequest()))

    def _diagnostics(self, method: str, request: message.Message) -> list[Diagnostic]:
        found = _plain(self._call(method, request, analyzer_pb2.AnalyzeResponse))["diagnostics"]
        return [
            Diagnostic(each["policyName"], each["message"], each["enforcementLevel"], each["urn"], each["severity"])
            for each in cast("list[dict[str, str]]", found)
        ]

    def _call(self, method: str, request: message.Message, answer: type[Answer]) -> Answer:
        # Raw bytes on the wire: the stubs of grpc and of the SDK are incomplete.
        send = cast("Callable[[bytes], bytes]", cast("Any", self._channel).unary_unary(f"/pulumirpc.Analyzer/{method}"))
        received = answer()
        received.ParseFromString(send(request.SerializeToString()))
        return received


def _message(fields: Mapping[str, object], request: Answer) -> Answer:
    return json_format.ParseDict(dict(fields), request)


def _plain(answer: message.Message) -> dict[str, object]:
    return json_format.MessageToDict(answer, always_print_fields_with_no_presence=True)


@contextmanager
def pack_process(stack: str | None) -> Generator[PackProcess]:
    """A pack for one stack; None is an engine that names no stack."""
    settings = (
        {} if stack is None else {"PULUMI_PROJECT": "mlplatform", "PULUMI_STACK": stack, "PULUMI_DRY_RUN": "true"}
    )
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", "."]
    with subprocess.Popen(command, cwd=DIRECTORY, env=settings, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield PackProcess(channel, process.pid)
        finally:
            process.terminate()
