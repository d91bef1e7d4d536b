"""The provider protocol on the wire: each call is decoded, asked of the provider, and its answer encoded."""
# ruff: noqa: N802, ARG002, D102 (names, parameters and meaning of the calls are the protocol's)

import json
from collections.abc import Callable
from typing import TypeAlias

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as pb

from sandbox.provider import wire
from sandbox.provider.engine import Engine
from sandbox.provider.errors import CheckError
from sandbox.provider.provider import Provider
from sandbox.provider.requests import Check, Create, Delete, Read, Resource
from sandbox.provider.secrecy import copies
from sandbox.provider.status import reporting
from sandbox.provider.values import Decoded, Path, Properties, decode, encode

_Context: TypeAlias = grpc.ServicerContext


class ProviderServicer(provider_pb2_grpc.ResourceProviderServicer):
    """Serves one provider."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def Handshake(self, request: pb.ProviderHandshakeRequest, context: _Context) -> pb.ProviderHandshakeResponse:
        if request.engine_address:
            self._provider.engine = Engine(request.engine_address)
        return pb.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, supports_autonaming_configuration=True
        )

    def Attach(self, request: plugin_pb2.PluginAttach, context: _Context) -> Empty:
        self._provider.engine = Engine(request.address)
        return Empty()

    def GetPluginInfo(self, request: Empty, context: _Context) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._provider.version)

    def GetSchema(self, request: pb.GetSchemaRequest, context: _Context) -> pb.GetSchemaResponse:
        return pb.GetSchemaResponse(schema=json.dumps(self._provider.schema()))

    def Cancel(self, request: Empty, context: _Context) -> Empty:
        self._provider.cancelled.set()
        return Empty()

    def CheckConfig(self, request: pb.CheckRequest, context: _Context) -> pb.CheckResponse:
        return _check(self._provider.check_config, request, context)

    def DiffConfig(self, request: pb.DiffRequest, context: _Context) -> pb.DiffResponse:
        with reporting(context):
            return wire.difference(self._provider.diff_config(wire.change(request)))

    def Configure(self, request: pb.ConfigureRequest, context: _Context) -> pb.ConfigureResponse:
        config = decode(request.args)
        with reporting(context, config):
            self._provider.configure(config.values)
        return pb.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, supports_autonaming_configuration=True
        )

    def Check(self, request: pb.CheckRequest, context: _Context) -> pb.CheckResponse:
        return _check(self._provider.check, request, context)

    def Diff(self, request: pb.DiffRequest, context: _Context) -> pb.DiffResponse:
        with reporting(context):
            return wire.difference(self._provider.diff(wire.change(request)))

    def Create(self, request: pb.CreateRequest, context: _Context) -> pb.CreateResponse:
        inputs = decode(request.properties)
        with reporting(context, inputs):
            about = wire.resource(request)
            create = Create(about, inputs.values, request.preview, request.timeout)
            state = self._provider.create(create)
            return pb.CreateResponse(id=state.id, properties=self._outputs(about, state.outputs, inputs))

    def Read(self, request: pb.ReadRequest, context: _Context) -> pb.ReadResponse:
        inputs, outputs = decode(request.inputs), decode(request.properties)
        with reporting(context, inputs):
            about = wire.resource(request)
            read = Read(about, request.id, inputs.values, outputs.values, request.timeout)
            state = self._provider.read(read)
            if state is None:
                return pb.ReadResponse()
            return pb.ReadResponse(
                id=state.id,
                properties=self._outputs(about, state.outputs, inputs, outputs.secrets),
                inputs=None if state.inputs is None else encode(state.inputs, inputs.secrets),
            )

    def Update(self, request: pb.UpdateRequest, context: _Context) -> pb.UpdateResponse:
        inputs = decode(request.news)
        with reporting(context, inputs):
            outputs = self._provider.update(wire.change(request))
            about = wire.resource(request)
            return pb.UpdateResponse(properties=self._outputs(about, outputs, inputs))

    def Delete(self, request: pb.DeleteRequest, context: _Context) -> Empty:
        inputs, outputs = decode(request.old_inputs), decode(request.properties)
        with reporting(context, inputs):
            delete = Delete(wire.resource(request), request.id, inputs.values, outputs.values, request.timeout)
            self._provider.delete(delete)
        return Empty()

    def Invoke(self, request: pb.InvokeRequest, context: _Context) -> pb.InvokeResponse:
        arguments = decode(request.args)
        with reporting(context, arguments):
            try:
                result = self._provider.invoke(request.tok, arguments.values)
            except CheckError as error:
                return pb.InvokeResponse(failures=wire.failures(error))
            return wire.invoked(result)

    def Construct(self, request: pb.ConstructRequest, context: _Context) -> pb.ConstructResponse:
        message = f"the sandbox's {self._provider.name} provider has no component '{request.type}'"
        context.abort(grpc.StatusCode.UNIMPLEMENTED, message)

    def _outputs(
        self, resource: Resource, outputs: Properties, inputs: Decoded, known: frozenset[Path] = frozenset()
    ) -> Struct:
        always = {(name,) for name in self._provider.secret_outputs(resource.type)}
        repeated = copies(outputs, inputs) if inputs.secrets else ()
        return encode(outputs, known | inputs.secrets | always | {*repeated})


def _check(ask: Callable[[Check], Properties], request: pb.CheckRequest, context: _Context) -> pb.CheckResponse:
    inputs = decode(request.news)
    with reporting(context, inputs):
        try:
            return pb.CheckResponse(inputs=encode(ask(wire.check(request)), inputs.secrets))
        except CheckError as error:
            return pb.CheckResponse(failures=wire.failures(error))
