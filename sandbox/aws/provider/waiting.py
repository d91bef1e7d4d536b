"""Waiting for what AWS does in the background."""

from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryError, Retrying, retry_if_not_result, stop_after_delay, stop_when_event_set, wait_fixed

from sandbox.aws.provider.resource_type import Call
from sandbox.provider.errors import ProviderError

Answer = TypeVar("Answer")


def wait(call: Call, ask: Callable[[], Answer], is_done: Callable[[Answer], bool], what: str, seconds: float) -> Answer:
    """Ask until it is done; ProviderError after the deadline or an interrupt."""
    deadline = call.timeout or seconds
    attempts = Retrying(
        retry=retry_if_not_result(is_done),
        stop=stop_after_delay(deadline) | stop_when_event_set(call.cancelled),
        wait=wait_fixed(0.3),
    )
    try:
        return attempts(ask)
    except RetryError as error:
        message = f"{what}: not done after {deadline:g} s, or interrupted; last answer: {error.last_attempt.result()}"
        raise ProviderError(message) from error
