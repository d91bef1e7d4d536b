"""Options of a release to flags of helm."""

import difflib
from pathlib import Path
from typing import Final, cast

from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.releases.chart_folder import merged
from sandbox.kubernetes.provider.yaml_text import parse
from sandbox.provider.errors import CheckError, Failure
from sandbox.provider.values import Properties

DEFAULT_TIMEOUT_SECONDS: Final = 300
_SWITCHES: Final = {
    "atomic": "--atomic",
    "cleanupOnFail": "--cleanup-on-fail",
    "createNamespace": "--create-namespace",
    "dependencyUpdate": "--dependency-update",
    "disableOpenapiValidation": "--disable-openapi-validation",
    "disableWebhooks": "--no-hooks",
    "forceUpdate": "--force",
    "renderSubchartNotes": "--render-subchart-notes",
    "resetValues": "--reset-values",
    "reuseValues": "--reuse-values",
    "skipCrds": "--skip-crds",
    "takeOwnership": "--take-ownership",
}
_HANDLED: Final = [
    "chart",
    "compat",
    "description",
    "maxHistory",
    "name",
    "namespace",
    "repositoryOpts",
    "skipAwait",
    "timeout",
    "valueYamlFiles",
    "values",
    "version",
    "waitForJobs",
]
# Of no effect: deprecated, or about charts that are fetched from a registry or checked on the way.
_IDLE: Final = ["allowNullValues", "devel", "disableCRDHooks", "keyring", "lint", "replace", "resourceNames", "verify"]
_NOT_IN_THE_SANDBOX: Final = {
    "manifest": "an output, not an input",
    "postrender": "the sandbox renders without webhooks through the post-renderer itself",
    "recreatePods": "Helm has removed it",
}


def refuse_unknown(inputs: Properties) -> None:
    """Raise CheckError for every option that the sandbox does not know or cannot heed."""
    known = {*_SWITCHES, *_HANDLED, *_IDLE}
    failures = [
        Failure(name, _NOT_IN_THE_SANDBOX.get(name) or _unknown(name, known))
        for name, value in inputs.items()
        if name not in known and value
    ]
    if not inputs.get("chart"):
        failures.append(Failure("chart", "missing: name the chart, for example oci://registry/charts/name"))
    if failures:
        raise CheckError(failures)


def flags(inputs: Properties) -> list[str]:
    """The flags of `helm upgrade --install`."""
    chosen = [flag for name, flag in _SWITCHES.items() if inputs.get(name)]
    chosen += ["--timeout", f"{timeout(inputs)}s"]
    if not inputs.get("skipAwait"):
        chosen.append("--wait")
        chosen += ["--wait-for-jobs"] if inputs.get("waitForJobs") else []
    if description := inputs.get("description"):
        chosen += ["--description", str(description)]
    if history := inputs.get("maxHistory"):
        chosen += ["--history-max", str(history)]
    return chosen


def timeout(inputs: Properties) -> int:
    """Seconds that helm waits."""
    return int(inputs.get("timeout") or DEFAULT_TIMEOUT_SECONDS)


def all_values(inputs: Properties) -> Properties:
    """The values of the files, and over them those given directly."""
    values: Properties = {}
    for asset in cast("list[Properties]", inputs.get("valueYamlFiles") or []):
        text = str(asset["text"]) if "text" in asset else Path(str(asset["path"])).read_text()
        values = merged(values, cast("Properties", parse(text) or {}))
    return merged(values, section(inputs, "values"))


def _unknown(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"a Helm release has no option '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
