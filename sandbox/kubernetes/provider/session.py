"""One configured cluster: what all resources of a provider share."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event
from typing import Final

from tenacity import (
    RetryError,
    Retrying,
    retry_if_exception,
    retry_if_result,
    stop_after_delay,
    stop_any,
    wait_exponential,
)
from tenacity.stop import stop_when_event_set

from sandbox.kubernetes.provider.api import Api, ApiError
from sandbox.kubernetes.provider.configuration import Settings
from sandbox.kubernetes.provider.discovery import Discovery, Kind
from sandbox.provider.engine import Engine
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

# Objects of one deployment arrive in any order: a definition or a namespace may be a moment late.
_PATIENCE_SECONDS: Final = 20


@dataclass(frozen=True)
class Session:
    """The cluster, the settings and the way to the user."""

    api: Api
    discovery: Discovery
    settings: Settings
    engine: Engine
    cancelled: Event

    def kind(self, api_version: str, kind: str) -> Kind | None:
        """The kind, if the server serves it now."""
        return self.discovery.find(api_version, kind)

    def kind_in_time(self, inputs: Properties) -> Kind:
        """The kind of the inputs; waits for a definition that was just created."""
        api_version, name = str(inputs["apiVersion"]), str(inputs["kind"])
        found: Kind | None = None
        with contextlib.suppress(RetryError):
            found = self._retrying(retry_if_result(lambda kind: kind is None))(self.kind, api_version, name)
        if not found:
            message = (
                f"{name}: the API server serves no {api_version} {name}; "
                "create its CustomResourceDefinition first, and make this resource depend on it"
            )
            raise ProviderError(message)
        return found

    def patiently(self, send: Callable[[], Properties]) -> Properties:
        """Send; wait for a namespace that was just created."""
        try:
            return self._retrying(retry_if_exception(_is_early))(send)
        except RetryError as error:
            raise error.last_attempt.exception() or error from None

    def _retrying(self, retry: Callable[..., bool]) -> Retrying:
        stop = stop_any(stop_after_delay(_PATIENCE_SECONDS), stop_when_event_set(self.cancelled))
        return Retrying(retry=retry, stop=stop, wait=wait_exponential(0.1, max=2), sleep=self._pause)

    def _pause(self, seconds: float) -> None:
        self.cancelled.wait(seconds)


def _is_early(error: BaseException) -> bool:
    return isinstance(error, ApiError) and error.code == HTTPStatus.NOT_FOUND
