"""The life of one Helm release: check, diff, create, read, update, delete."""

import os
from pathlib import Path
from typing import Final

from sandbox.controllers.waiting import NotReadyError, await_ready
from sandbox.kubernetes.provider.names import random_digits
from sandbox.kubernetes.provider.releases import options
from sandbox.kubernetes.provider.releases.helm import Deployed, Helm, HelmError
from sandbox.kubernetes.provider.releases.manifests import resource_names
from sandbox.kubernetes.provider.releases.record import RECORDED_ONLY, RENDERED, ChartRecord, Entry
from sandbox.kubernetes.provider.releases.source import can_be_had, known_chart, reference, source
from sandbox.kubernetes.provider.releases.upgrade import clear_interrupted, uninstall, upgrade
from sandbox.kubernetes.provider.session import Session
from sandbox.layout import Layout
from sandbox.provider.diff import Diff, diff
from sandbox.provider.engine import Severity
from sandbox.provider.errors import CheckError, Failure, PartialError, ProviderError
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.values import UNKNOWN, Properties, has_unknowns

RELEASE: Final = "kubernetes:helm.sh/v3:Release"


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
        new_name = f"{check.resource.name}-{random_digits(check.seed)}"
        inputs["name"] = inputs.get("name") or check.old_inputs.get("name") or new_name
        inputs["namespace"] = inputs.get("namespace") or self._session.settings.namespace or "default"
        if has_unknowns(inputs["chart"]) or has_unknowns(inputs.get("repositoryOpts")):
            return inputs
        if chart := known_chart(inputs):
            version = inputs.get("version")
            if version and not has_unknowns(version) and version != chart.version:
                reason = f"the sandbox has {chart.name} {chart.version}, not {version}: ask for that version"
                raise CheckError([Failure("version", reason)])
            inputs["version"] = chart.version
        return inputs

    def diff(self, change: Change) -> Diff:
        """Everything but name and namespace is upgraded in place."""
        return diff(change.old_inputs, change.inputs, lambda path: path in {"name", "namespace"})

    def create(self, create: Create) -> State:
        """Install the chart."""
        inputs = create.inputs
        if create.preview:
            if not has_unknowns(inputs) and not can_be_had(inputs):
                self._warn_of_missing_chart(inputs, create.resource.urn)
            return State("", {**inputs, "resourceNames": UNKNOWN, "status": UNKNOWN})
        return State(_id(inputs), self._deploy(inputs, create.resource.urn))

    def read(self, read: Read) -> State | None:
        """The release as Helm knows it; values and version that somebody changed show in the inputs."""
        namespace, _, name = read.id.rpartition("/")
        if self._is_only_recorded(namespace, name):
            return State(read.id, read.outputs, read.inputs)
        deployed = self._helm.find(namespace, name)
        if not deployed:
            return None
        version = deployed.metadata["version"]
        imported = {"name": name, "namespace": namespace, "chart": deployed.metadata["chart"], "version": version}
        known = read.inputs or imported
        inputs = {**known, "version": version} if known.get("version") else dict(known)
        if deployed.values != options.all_values(known):
            inputs["values"] = deployed.values
        return State(read.id, _outputs(inputs, deployed), inputs)

    def update(self, change: Change) -> Properties:
        """Upgrade the release."""
        if change.preview:
            return {**change.inputs, "resourceNames": UNKNOWN, "status": UNKNOWN}
        return self._deploy(change.inputs, change.resource.urn)

    def delete(self, delete: Delete) -> None:
        """Uninstall the release."""
        namespace, _, name = delete.id.rpartition("/")
        if not self._is_only_recorded(namespace, name):
            wait = ["--wait", "--timeout", f"{options.timeout(delete.inputs)}s"]
            uninstall(self._helm, namespace, name, *([] if delete.inputs.get("skipAwait") else wait))
        self._record.remove(namespace, name)

    def _deploy(self, inputs: Properties, urn: str) -> Properties:
        chart = source(inputs, self._state / "charts")
        if not chart:
            self._warn_of_missing_chart(inputs, urn)
            self._write_down(inputs, RECORDED_ONLY, f"no package registry carries the chart {reference(inputs)}")
            status = {"name": inputs["name"], "namespace": inputs["namespace"], "status": RECORDED_ONLY}
            return {**inputs, "resourceNames": {}, "status": status}
        clear_interrupted(self._helm, str(inputs["namespace"]), str(inputs["name"]))
        try:
            deployed, left_out = upgrade(self._helm, inputs, chart.folder)
            self._await_controllers(inputs, deployed)
        except (HelmError, NotReadyError) as error:
            raise self._failure(inputs, error) from error
        left_out += chart.left_out
        self._write_down(inputs, RENDERED, f"left out: {', '.join(left_out)}" if left_out else "")
        return _outputs(inputs, deployed)

    def _await_controllers(self, inputs: Properties, deployed: Deployed) -> None:
        if not inputs.get("skipAwait"):
            await_ready(Layout(self._state.absolute().parent), deployed.manifest, options.timeout(inputs))

    def _failure(self, inputs: Properties, error: Exception) -> Exception:
        reason = f"Helm release {_id(inputs)}: {error}"
        deployed = self._helm.find(str(inputs["namespace"]), str(inputs["name"]))
        return PartialError(_id(inputs), _outputs(inputs, deployed), [reason]) if deployed else ProviderError(reason)

    def _is_only_recorded(self, namespace: str, name: str) -> bool:
        recorded = self._record.find(namespace, name)
        return recorded is not None and recorded.state == RECORDED_ONLY

    def _warn_of_missing_chart(self, inputs: Properties, urn: str) -> None:
        warning = (
            f"the sandbox cannot have the chart {reference(inputs)}: the release {_id(inputs)} is recorded only, "
            "nothing of it runs; see `mlplatform sandbox status`"
        )
        self._session.engine.log(Severity.WARNING, warning, urn)

    def _write_down(self, inputs: Properties, state: str, why: str) -> None:
        version = str(inputs.get("version") or "")
        entry = Entry(str(inputs["name"]), str(inputs["namespace"]), reference(inputs), version, state, why)
        self._record.put(entry)


def _outputs(inputs: Properties, deployed: Deployed) -> Properties:
    shown = ("appVersion", "chart", "name", "namespace", "revision", "status", "version")
    status = {name: deployed.metadata[name] for name in shown}
    return {**inputs, "status": status, "resourceNames": resource_names(deployed.manifest)}


def _id(inputs: Properties) -> str:
    return f"{inputs['namespace']}/{inputs['name']}"
