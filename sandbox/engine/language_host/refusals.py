"""The requests that need Pulumi's code generators for Python: refused, with what helps."""

# ruff: noqa: N802, ARG002 - the protocol names the methods and their parameters

from typing import NoReturn

import grpc
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

OFFICIAL = "Use the official Pulumi for it: https://www.pulumi.com/docs/install/."


class Refusals(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers each with one sentence for the user."""

    def GenerateProgram(self, request: language_pb2.GenerateProgramRequest, context: grpc.ServicerContext) -> NoReturn:
        """Refuse what `pulumi import` does at its end."""
        _refuse(context, "write the code of imported resources", "Add --generate-code=false.")

    def GenerateProject(self, request: language_pb2.GenerateProjectRequest, context: grpc.ServicerContext) -> NoReturn:
        """Refuse `pulumi convert`."""
        _refuse(context, "convert a program to Python", OFFICIAL)

    def GeneratePackage(self, request: language_pb2.GeneratePackageRequest, context: grpc.ServicerContext) -> NoReturn:
        """Refuse `pulumi package add` and `gen-sdk`."""
        _refuse(context, "generate a Python SDK", OFFICIAL)

    def Link(self, request: language_pb2.LinkRequest, context: grpc.ServicerContext) -> NoReturn:
        """Refuse the end of `pulumi package add`."""
        _refuse(context, "link a generated Python SDK", OFFICIAL)

    def Pack(self, request: language_pb2.PackRequest, context: grpc.ServicerContext) -> NoReturn:
        """Refuse `pulumi package pack-sdk`."""
        _refuse(context, "pack a Python SDK", "Build it with `python -m pip wheel --no-deps <folder>`.")


def _refuse(context: grpc.ServicerContext, task: str, fix: str) -> NoReturn:
    context.abort(grpc.StatusCode.UNIMPLEMENTED, f"The sandbox's language host cannot {task}. {fix}")
