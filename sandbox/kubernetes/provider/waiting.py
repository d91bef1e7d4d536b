"""Waiting until an object is ready or gone."""

import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import cast

from sandbox.kubernetes.provider.annotations import DELETION_PROPAGATION, SKIP_AWAIT, is_set, timeout, value
from sandbox.kubernetes.provider.api import ApiError
from sandbox.kubernetes.provider.discovery import Kind
from sandbox.kubernetes.provider.fields import entries, section
from sandbox.kubernetes.provider.readiness import needs_load_balancer, readiness
from sandbox.kubernetes.provider.refusals import title
from sandbox.kubernetes.provider.session import Session
from sandbox.provider.engine import Severity
from sandbox.provider.errors import ProviderError
from sandbox.provider.requests import Resource
from sandbox.provider.values import Properties

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.05, 1.0, 1.4


class NotReadyError(Exception):
    """The object exists but did not become ready."""

    def __init__(self, reason: str, live: Properties) -> None:
        super().__init__(reason)
        self.live = live


def until_ready(
    session: Session, kind: Kind, applied: Properties, about: Resource, custom_timeout: float
) -> Properties:
    """The object once it is ready."""
    live, metadata = applied, applied["metadata"]
    path = kind.path(metadata.get("namespace", ""), metadata["name"])
    if needs_load_balancer(live) and not is_set(metadata, SKIP_AWAIT):
        note = f"{title(live)}: nothing in the sandbox makes load balancers, so it gets no address; not waiting for one"
        session.engine.log(Severity.WARNING, note, about.urn)
        return live
    seconds = timeout(metadata, custom_timeout)
    said = ""
    for _ in _pauses(session, seconds):
        state = readiness(live, session.api.find)
        if not state.waiting_for:
            if said:
                session.engine.log(Severity.INFO, "", about.urn, ephemeral=True)
            return live
        if state.failed:
            raise NotReadyError(state.waiting_for, live)
        if state.waiting_for != said:
            said = state.waiting_for
            session.engine.log(Severity.INFO, said, about.urn, ephemeral=True)
        live = session.api.get(path)
    msg = f"not ready after {seconds:.0f} s: {said}"
    raise NotReadyError(msg, live)


def until_gone(session: Session, path: str, inputs: Properties, custom_timeout: float) -> None:
    """Delete the object and, by default, wait for it and what it owns to go."""
    metadata = section(inputs, "metadata")
    policy = value(metadata, DELETION_PROPAGATION).capitalize() or "Foreground"
    try:
        session.api.send("DELETE", path, {"propagationPolicy": policy})
    except ApiError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return
        raise
    if is_set(metadata, SKIP_AWAIT):
        return
    seconds = timeout(metadata, custom_timeout)
    live: Properties | None = None
    for _ in _pauses(session, seconds):
        live = session.api.find(path)
        if not live or not live["metadata"].get("deletionTimestamp"):
            return
    message = f"{title(inputs)}: still there {seconds:.0f} s after its deletion began{_obstacles(live)}"
    raise ProviderError(message)


def _pauses(session: Session, seconds: float) -> Iterator[None]:
    deadline, pause = time.monotonic() + seconds, _FIRST_PAUSE
    while True:
        yield
        if time.monotonic() >= deadline or session.cancelled.wait(pause):
            return
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)


def _obstacles(live: Properties | None) -> str:
    if not live:
        return ""
    conditions = entries(section(live, "status"), "conditions")
    reasons = [str(condition.get("message")) for condition in conditions if condition.get("status") == "True"]
    finalizers = cast("list[str]", live["metadata"].get("finalizers") or [])
    reasons += [f"finalizer {finalizer}" for finalizer in finalizers if finalizer != "foregroundDeletion"]
    return f": {'; '.join(reasons)}" if reasons else ""
