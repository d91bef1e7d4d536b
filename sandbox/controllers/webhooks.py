"""Where the webhooks of charts lead when their controller runs as a process."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.controllers.table import CONTROLLERS
from sandbox.layout import Layout
from sandbox.report import Record, load

Object = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """A process that answers webhooks."""

    port: int
    authority: bytes
    """PEM of the authority that signed the process's certificate."""


def targets(layout: Layout) -> dict[str, Target]:
    """The processes behind the charts' services; none while no sandbox with controllers runs."""
    record = load(layout.record, Record)
    if record is None:
        return {}
    authority = layout.kubernetes / "pki" / "ca.crt"
    return {
        service: Target(record.ports[controller.port_name("webhook")], authority.read_bytes())
        for controller in CONTROLLERS
        for service in controller.webhook_services
    }


def redirected(configuration: Object, targets: Mapping[str, Target]) -> Object | None:
    """A webhook configuration with every webhook led to its process; None if one of them leads to none."""
    webhooks: list[Object] = configuration.get("webhooks") or []
    led = [_redirected(webhook, targets) for webhook in webhooks]
    return {**configuration, "webhooks": led} if led and all(led) else None


def _redirected(webhook: Object, targets: Mapping[str, Target]) -> Object | None:
    service: Object = webhook["clientConfig"].get("service") or {}
    target = targets.get(service.get("name", ""))
    if target is None:
        return None
    client = {
        "url": f"https://127.0.0.1:{target.port}{service.get('path', '/')}",
        "caBundle": base64.b64encode(target.authority).decode(),
    }
    return {**webhook, "clientConfig": client}
