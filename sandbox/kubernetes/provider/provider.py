"""The Kubernetes provider: each request goes to objects or to Helm releases."""
# ruff: noqa: D102 (the base class says what the methods do)

from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version
from typing import ClassVar, Protocol

from sandbox.kubernetes.provider import configuration
from sandbox.kubernetes.provider.api import Api, ApiError, UnreachableError
from sandbox.kubernetes.provider.clusters import require_this_machine
from sandbox.kubernetes.provider.configuration import Settings
from sandbox.kubernetes.provider.discovery import Discovery
from sandbox.kubernetes.provider.objects import Objects
from sandbox.kubernetes.provider.refusals import reason
from sandbox.kubernetes.provider.releases.release import RELEASE, Releases
from sandbox.kubernetes.provider.session import Session
from sandbox.provider.diff import Diff
from sandbox.provider.engine import Severity
from sandbox.provider.errors import ProviderError
from sandbox.provider.provider import Provider
from sandbox.provider.requests import Change, Check, Create, Delete, Read, Resource, State
from sandbox.provider.values import Properties

_REFUSED = {
    "kubernetes:helm.sh/v3:Chart": "use kubernetes.helm.v3.Release",
    "kubernetes:helm.sh/v4:Chart": "use kubernetes.helm.v3.Release",
    "kubernetes:kustomize:Directory": "declare the objects",
    "kubernetes:kustomize/v2:Directory": "declare the objects",
    "kubernetes:yaml:ConfigFile": "declare the objects",
    "kubernetes:yaml/v2:ConfigFile": "declare the objects",
    "kubernetes:yaml/v2:ConfigGroup": "declare the objects",
}


class Life(Protocol):
    """What objects and releases have in common."""

    def check(self, check: Check) -> Properties: ...
    def diff(self, change: Change) -> Diff: ...
    def create(self, create: Create) -> State: ...
    def read(self, read: Read) -> State | None: ...
    def update(self, change: Change) -> Properties: ...
    def delete(self, delete: Delete) -> None: ...


class KubernetesProvider(Provider):
    """Objects and releases of one cluster on this machine."""

    name: ClassVar[str] = "kubernetes"
    version: ClassVar[str] = version("pulumi-kubernetes")

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._warned: set[str] = set()

    def check_config(self, check: Check) -> Properties:
        return configuration.check(check.inputs)

    def diff_config(self, change: Change) -> Diff:
        return configuration.config_diff(change)

    def configure(self, config: Properties) -> None:
        cluster = configuration.cluster(config)
        require_this_machine(cluster)
        settings = configuration.settings(config)
        api = Api(cluster, self._warn)
        self._session = Session(api, Discovery(api), settings, self.engine, self.cancelled)

    def check(self, check: Check) -> Properties:
        with self._in_words():
            try:
                return self._life(check.resource).check(check)
            except UnreachableError as error:
                if not self._settings.skip_update_unreachable:
                    raise
                self.engine.log(Severity.WARNING, f"{error}; left as it is (skipUpdateUnreachable)", check.resource.urn)
                return check.old_inputs

    def diff(self, change: Change) -> Diff:
        return self._life(change.resource).diff(change)

    def create(self, create: Create) -> State:
        with self._in_words():
            return self._life(create.resource).create(create)

    def read(self, read: Read) -> State | None:
        with self._in_words():
            try:
                return self._life(read.resource).read(read)
            except UnreachableError as error:
                if self._settings.delete_unreachable:
                    self.engine.log(
                        Severity.WARNING, f"{error}; dropped from the state (deleteUnreachable)", read.resource.urn
                    )
                    return None
                if self._settings.skip_update_unreachable:
                    return State(read.id, read.outputs, read.inputs)
                raise

    def update(self, change: Change) -> Properties:
        with self._in_words():
            return self._life(change.resource).update(change)

    def delete(self, delete: Delete) -> None:
        with self._in_words():
            try:
                self._life(delete.resource).delete(delete)
            except UnreachableError as error:
                if not self._settings.delete_unreachable:
                    message = f"{error}; if the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true and run again"
                    raise ProviderError(message) from error

    def secret_outputs(self, type: str) -> frozenset[str]:  # noqa: A002
        is_secret = type.startswith("kubernetes:core/v1:Secret")
        return frozenset({"data", "stringData"}) if is_secret else frozenset()

    @property
    def _settings(self) -> Settings:
        return self._session.settings if self._session else Settings()

    def _life(self, resource: Resource) -> Life:
        if advice := _REFUSED.get(resource.type):
            msg = f"the sandbox's Kubernetes provider has no {resource.type}: {advice}"
            raise ProviderError(msg)
        if not self._session:
            raise ProviderError("the Kubernetes provider has no cluster: its kubeconfig is not known yet")
        return Releases(self._session) if resource.type == RELEASE else Objects(self._session)

    def _warn(self, warning: str) -> None:
        is_deprecation = "deprecated" in warning
        if warning in self._warned or (is_deprecation and self._settings.suppress_deprecation_warnings):
            return
        self._warned.add(warning)
        self.engine.log(Severity.WARNING, warning)

    @contextmanager
    def _in_words(self) -> Generator[None]:
        try:
            yield
        except ApiError as error:
            msg = f"the API server refused: {reason(error)}"
            raise ProviderError(msg) from error
