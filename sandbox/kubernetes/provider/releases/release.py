"""The life of one Helm release: check, diff, create, read, update, delete."""

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.names import random_digits
from sandbox.kubernetes.provider.releases import charts, options
from sandbox.kubernetes.provider.releases.chart_folder import chart_folder
from sandbox.kubernetes.provider.releases.charts import Chart
from sandbox.kubernetes.provider.releases.helm import Deployed, Helm, HelmError
from sandbox.kubernetes.provider.releases.manifests import resource_names
from sandbox.kubernetes.provider.releases.record import RECORDED_ONLY, RENDERED, ChartRecord, Entry
from sandbox.kubernetes.provider.session import Session
from sandbox.provider.diff import Diff, diff
from sandbox.provider.engine import Severity
from sandbox.provider.errors import CheckError, Failure, PartialError, ProviderError
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.values import UNKNOWN, Properties, has_unknowns

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
_POST_RENDERER: Final = "sandbox.kubernetes.provider.releases.post_render"
_CODE: Final = Path(__file__).parents[4]


@dataclass(frozen=True)
class _Source:
    """The chart of a release: a folder to render, or the reason why there is none."""

    folder: Path | None
    chart: Chart | None = None
    why: str = ""


class Releases:
    """Releases on the session's cluster."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._helm = Helm(session.api, session.settings.helm)
        self._state = Path(os.environ.get("MLPLATFORM_SANDBOX") or ".sandbox")
        self._record = ChartRecord(self._state / "charts.json")

    def check(self, check: Check) -> Properties:
        """Named inputs; the version is the chart's own if the program leaves it open."""
        options.refuse_unknown(check.inputs)
        inputs = {name: value for name, value in check.inputs.items() if value is not None and name != "compat"}
        inputs["name"] = inputs.get("name") or check.old_inputs.get("name") or _new_name(check)
        inputs["namespace"] = inputs.get("namespace") or self._session.settings.namespace or "default"
        if not has_unknowns(inputs.get("chart")) and not has_unknowns(inputs.get("repositoryOpts")):
            chart = _known_chart(inputs)
            version = inputs.get("version")
            if chart and version and not has_unknowns(version) and version != chart.version:
                reason = f"the sandbox has {chart.name} {chart.version}, not {version}: ask for that version"
                raise CheckError([Failure("version", reason)])
            if chart:
                inputs["version"] = chart.version
        return inputs

    def diff(self, change: Change) -> Diff:
        """Everything but name and namespace is upgraded in place."""
        return diff(change.old_inputs, change.inputs, lambda path: path in {"name", "namespace"})

    def create(self, create: Create) -> State:
        """Install the chart."""
        inputs = create.inputs
        if create.preview:
            if not has_unknowns(inputs):
                self._warn_of_missing_chart(inputs, create.resource.urn)
            return State("", {**inputs, "resourceNames": UNKNOWN, "status": UNKNOWN})
        return State(_id(inputs), self._deploy(inputs, create.resource.urn))

    def read(self, read: Read) -> State | None:
        """The release as Helm knows it; values and version that somebody changed show in the inputs."""
        namespace, _, name = read.id.rpartition("/")
        recorded = self._record.find(namespace, name)
        if recorded and recorded.state == RECORDED_ONLY:
            return State(read.id, read.outputs, read.inputs)
        deployed = self._helm.find(namespace, name)
        if not deployed:
            return None
        known = read.inputs or {"name": name, "namespace": namespace, "chart": deployed.metadata["chart"]}
        inputs = {**known, "version": deployed.metadata["version"]}
        if deployed.values != options.all_values(known):
            inputs["values"] = deployed.values
        return State(read.id, _outputs(inputs, deployed), inputs)

    def update(self, change: Change) -> Properties:
        """Upgrade the release."""
        inputs = change.inputs
        if change.preview:
            return {**inputs, "resourceNames": UNKNOWN, "status": UNKNOWN}
        return self._deploy(inputs, change.resource.urn)

    def delete(self, delete: Delete) -> None:
        """Uninstall the release."""
        namespace, _, name = delete.id.rpartition("/")
        recorded = self._record.find(namespace, name)
        if not (recorded and recorded.state == RECORDED_ONLY):
            wait = (
                [] if delete.inputs.get("skipAwait") else ["--wait", "--timeout", f"{options.timeout(delete.inputs)}s"]
            )
            self._uninstall(namespace, name, *wait)
        self._record.remove(namespace, name)

    def _deploy(self, inputs: Properties, urn: str) -> Properties:
        source = self._source(inputs)
        if not source.folder:
            self._warn_of_missing_chart(inputs, urn)
            self._write_down(inputs, RECORDED_ONLY, source.why)
            status = {"name": inputs["name"], "namespace": inputs["namespace"], "status": RECORDED_ONLY}
            return {**inputs, "resourceNames": {}, "status": status}
        namespace, name = str(inputs["namespace"]), str(inputs["name"])
        self._clear_interrupted(namespace, name)
        try:
            left_out = self._upgrade(inputs, source.folder)
        except HelmError as error:
            reason = f"Helm release {namespace}/{name}: {error}"
            deployed = self._helm.find(namespace, name)
            if not deployed:
                raise ProviderError(reason) from error
            raise PartialError(_id(inputs), _outputs(inputs, deployed), [reason]) from error
        left_out += source.chart.without if source.chart else ()
        self._write_down(inputs, RENDERED, f"left out: {', '.join(left_out)}" if left_out else "")
        deployed = self._helm.find(namespace, name)
        if not deployed:
            msg = f"Helm release {namespace}/{name}: somebody uninstalled it meanwhile"
            raise ProviderError(msg)
        return _outputs(inputs, deployed)

    def _upgrade(self, inputs: Properties, folder: Path) -> list[str]:
        with tempfile.TemporaryDirectory(prefix="mlplatform-helm-") as directory:
            report = Path(directory) / "left-out.json"
            renderer = Path(directory) / "post-render"
            renderer.write_text(
                f"#!/bin/sh\nPYTHONPATH='{_CODE}' exec '{sys.executable}' -m {_POST_RENDERER} '{report}'\n"
            )
            renderer.chmod(0o700)
            command = ["upgrade", "--install", str(inputs["name"]), str(folder), *options.flags(inputs)]
            command += ["--post-renderer", str(renderer), "--values", "-", "--hide-notes"]
            self._helm.run(command, str(inputs["namespace"]), options.all_values(inputs))
            return cast("list[str]", json.loads(report.read_text())) if report.exists() else []

    def _clear_interrupted(self, namespace: str, name: str) -> None:
        """A deployment that was killed leaves a release behind which Helm refuses to touch."""
        deployed = self._helm.find(namespace, name)
        if deployed and deployed.status in {"pending-upgrade", "pending-rollback"}:
            self._helm.run(["rollback", name], namespace)
        elif deployed and deployed.status in {"pending-install", "uninstalling"}:
            self._uninstall(namespace, name)

    def _uninstall(self, namespace: str, name: str, *arguments: str) -> None:
        try:
            self._helm.run(["uninstall", name, "--ignore-not-found", *arguments], namespace)
        except HelmError as error:
            msg = f"Helm release {namespace}/{name}: {error}"
            raise ProviderError(msg) from error

    def _source(self, inputs: Properties) -> _Source:
        if chart := _known_chart(inputs):
            return _Source(chart_folder(chart, self._state / "charts"), chart)
        local = Path(str(inputs["chart"]))
        if not _repository(inputs) and local.exists():
            return _Source(local.resolve())
        return _Source(None, why=f"no package registry carries the chart {_reference(inputs)}")

    def _warn_of_missing_chart(self, inputs: Properties, urn: str) -> None:
        if _known_chart(inputs) or (not _repository(inputs) and Path(str(inputs["chart"])).exists()):
            return
        warning = (
            f"the sandbox cannot have the chart {_reference(inputs)}: the release {_id(inputs)} is recorded only, "
            "nothing of it runs; see `mlplatform sandbox status`"
        )
        self._session.engine.log(Severity.WARNING, warning, urn)

    def _write_down(self, inputs: Properties, state: str, why: str) -> None:
        version = str(inputs.get("version") or "")
        self._record.put(Entry(str(inputs["name"]), str(inputs["namespace"]), _reference(inputs), version, state, why))


def _outputs(inputs: Properties, deployed: Deployed) -> Properties:
    known = deployed.metadata
    status = {
        name: known[name] for name in ("appVersion", "chart", "name", "namespace", "revision", "status", "version")
    }
    return {**inputs, "status": status, "resourceNames": resource_names(deployed.manifest)}


def _known_chart(inputs: Properties) -> Chart | None:
    return charts.find(_reference(inputs))


def _reference(inputs: Properties) -> str:
    return charts.reference(str(inputs["chart"]), _repository(inputs))


def _repository(inputs: Properties) -> str:
    return str(section(inputs, "repositoryOpts").get("repo") or "")


def _id(inputs: Properties) -> str:
    return f"{inputs['namespace']}/{inputs['name']}"


def _new_name(check: Check) -> str:
    return f"{check.resource.name}-{random_digits(check.seed)}"
