"""The provider's configuration, accepted or refused by name as the real provider's."""

import difflib
import json
import os
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.kubernetes.provider import clusters
from sandbox.kubernetes.provider.clusters import Cluster
from sandbox.provider.diff import Diff, compare
from sandbox.provider.errors import CheckError, Failure, ProviderError
from sandbox.provider.requests import Change
from sandbox.provider.values import Properties, is_unknown

_KNOWN: Final = frozenset(
    [
        "cluster",
        "clusterIdentifier",
        "context",
        "deleteUnreachable",
        "enableConfigMapMutable",
        "enablePatchForce",
        "enableSecretMutable",
        "enableServerSideApply",
        "helmReleaseSettings",
        "kubeClientSettings",
        "kubeconfig",
        "namespace",
        "skipUpdateUnreachable",
        "suppressDeprecationWarnings",
        "suppressHelmHookWarnings",
        "upsertExistingObjects",
        "version",
        "pluginDownloadURL",
    ]
)
_NOT_IN_THE_SANDBOX: Final = ("alwaysRender", "renderYamlToDirectory")
_POINTS_TO_A_CLUSTER: Final = ("kubeconfig", "context", "cluster")


@dataclass(frozen=True)
class Settings:
    """What the program asked of the provider."""

    namespace: str = ""
    """For objects that name none."""
    enable_config_map_mutable: bool = False
    enable_patch_force: bool = False
    enable_secret_mutable: bool = False
    upsert_existing_objects: bool = False
    delete_unreachable: bool = False
    skip_update_unreachable: bool = False
    suppress_deprecation_warnings: bool = False
    helm: Properties = field(default_factory=Properties)


def check(config: Properties) -> Properties:
    """Refuse what the provider does not know or the sandbox cannot do."""
    failures = [Failure(name, _unknown(name)) for name in config if name not in _KNOWN | set(_NOT_IN_THE_SANDBOX)]
    failures += [
        Failure(name, "rendering to files is not available in the sandbox")
        for name in _NOT_IN_THE_SANDBOX
        if config.get(name)
    ]
    if config.get("enableServerSideApply") is not None and not _value(config, "enableServerSideApply"):
        failures.append(
            Failure("enableServerSideApply", "the sandbox applies on the server only: remove it or set true")
        )
    if failures:
        raise CheckError(failures)
    return config


def settings(config: Properties) -> Settings:
    """The settings of a checked configuration."""
    return Settings(
        namespace=str(config.get("namespace") or ""),
        enable_config_map_mutable=bool(_value(config, "enableConfigMapMutable")),
        enable_patch_force=bool(_value(config, "enablePatchForce")),
        enable_secret_mutable=bool(_value(config, "enableSecretMutable")),
        upsert_existing_objects=bool(_value(config, "upsertExistingObjects")),
        delete_unreachable=bool(_value(config, "deleteUnreachable")),
        skip_update_unreachable=bool(_value(config, "skipUpdateUnreachable")),
        suppress_deprecation_warnings=bool(_value(config, "suppressDeprecationWarnings")),
        helm=_value(config, "helmReleaseSettings") or {},
    )


def cluster(config: Properties) -> Cluster:
    """The cluster that the configuration points to; the ambient KUBECONFIG if it names none."""
    kubeconfig = str(config.get("kubeconfig") or os.environ.get("KUBECONFIG") or "~/.kube/config")
    return clusters.load(kubeconfig, str(config.get("context") or ""), str(config.get("cluster") or ""))


def config_diff(change: Change) -> Diff:
    """A new API server replaces the provider, and with it everything deployed through it; new credentials do not."""
    old, new = change.old_inputs, change.inputs
    changes = compare(old, new)
    if new.get("clusterIdentifier") and old.get("clusterIdentifier") == new["clusterIdentifier"]:
        return Diff(changes)
    replaces = {"clusterIdentifier"} & changes.keys() if old.get("clusterIdentifier") else set[str]()
    pointers = [name for name in _POINTS_TO_A_CLUSTER if name in changes]
    # As the real provider: what is not known yet may be another cluster. A clusterIdentifier avoids that.
    if any(is_unknown(new.get(name)) for name in pointers) or (pointers and _server(old) != _server(new)):
        replaces |= set(pointers)
    return Diff(changes, replaces)


def _server(config: Properties) -> str:
    try:
        return cluster(config).server
    except ProviderError:
        return ""


def _value(config: Properties, name: str) -> Any:  # noqa: ANN401
    # The SDK passes everything but plain strings as JSON text.
    value = config.get(name)
    return json.loads(value) if isinstance(value, str) and value else value


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, _KNOWN, n=1)
    return f"the Kubernetes provider has no setting '{name}'" + (f"; did you mean '{near[0]}'?" if near else "")
