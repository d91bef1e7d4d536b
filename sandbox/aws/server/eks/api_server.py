"""Use of the sandbox's API server by an EKS operation: its trouble becomes an error of EKS."""

from collections.abc import Generator
from contextlib import contextmanager

from sandbox.aws.server.eks.errors import ServerError
from sandbox.aws.server.kubernetes_api import ApiServerRefusedError, ApiServerUnavailableError


@contextmanager
def api_server() -> Generator[None]:
    """Say in the operation's answer what is wrong with the API server."""
    try:
        yield
    except ApiServerUnavailableError as error:
        message = f"The sandbox's Kubernetes API server cannot be reached: {error}."
        raise ServerError(message) from error
    except ApiServerRefusedError as error:
        message = f"The sandbox's Kubernetes API server refused a change ({error.status}): {error}"
        raise ServerError(message) from error
