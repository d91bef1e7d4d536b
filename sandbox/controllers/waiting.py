"""Waits for the processes behind a chart, as Helm waits for the pods of a Deployment."""

import re
import time

from sandbox.controllers.deployments import image_name
from sandbox.controllers.table import CONTROLLERS
from sandbox.layout import Layout
from sandbox.report import Record, Report, State, load

IMAGE = re.compile(r"^[ -]*image:\s*[\"']?([^\s\"']+)", re.MULTILINE)
POLL_SECONDS = 0.1


class NotReadyError(Exception):
    """A controller does not work."""


def await_ready(layout: Layout, manifest: str, limit_seconds: float) -> None:
    """Return when every controller that stands for a container of the manifest works.

    Raises:
        NotReadyError: one does not in time; the message says why and where its log is.
    """
    record = load(layout.record, Record)
    ports = record.ports if record else {}
    images = {image_name(image) for image in IMAGE.findall(manifest)}
    names = [one.name for one in CONTROLLERS if one.image in images and one.port_name("health") in ports]
    deadline = time.monotonic() + limit_seconds
    for name in names:
        while not _is_ready(layout, name):
            if time.monotonic() > deadline:
                message = f"the controller {name} is not ready after {limit_seconds:.0f} s{_reason(layout, name)}"
                raise NotReadyError(f"{message}; its log: `mlplatform sandbox logs {name}`")
            time.sleep(POLL_SECONDS)


def _is_ready(layout: Layout, name: str) -> bool:
    report = load(layout.report, Report)
    return report is not None and name in report.processes and report.processes[name].state == State.READY


def _reason(layout: Layout, name: str) -> str:
    report = load(layout.report, Report)
    process = report.processes.get(name) if report else None
    return f": it {process.reason}" if process and process.reason else ""
