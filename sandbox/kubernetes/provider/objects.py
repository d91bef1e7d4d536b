"""The life of one Kubernetes object: check, diff, create, read, update, delete."""

from http import HTTPStatus
from typing import Any, Final, cast

from sandbox.kubernetes.provider import names
from sandbox.kubernetes.provider.annotations import PATCH_FIELD_MANAGER, value
from sandbox.kubernetes.provider.api import ApiError
from sandbox.kubernetes.provider.application import apply, dry_run, relinquish
from sandbox.kubernetes.provider.crd_fields import from_server
from sandbox.kubernetes.provider.discovery import Kind
from sandbox.kubernetes.provider.drift import drifted_inputs, imported_inputs
from sandbox.kubernetes.provider.fields import entries, section
from sandbox.kubernetes.provider.foresight import foreseen
from sandbox.kubernetes.provider.refusals import refusal, title
from sandbox.kubernetes.provider.replacement import object_diff
from sandbox.kubernetes.provider.session import Session
from sandbox.kubernetes.provider.validation import validate
from sandbox.kubernetes.provider.waiting import NotReadyError, until_gone, until_ready
from sandbox.provider.diff import Diff
from sandbox.provider.engine import Severity
from sandbox.provider.errors import PartialError, ProviderError
from sandbox.provider.requests import Change, Check, Create, Delete, Read, State
from sandbox.provider.values import Properties, has_unknowns

_MANAGER: Final = "__fieldManager"


class Objects:
    """Objects of the session's cluster."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, check: Check) -> Properties:
        """Named inputs that the API server would accept."""
        api_version, kind = names.kind_of(check.resource.type)
        inputs = {"apiVersion": api_version, "kind": kind, **_without_nulls(check.inputs)}
        inputs = self._in_default_namespace(names.with_name(inputs, check))
        if inputs != check.old_inputs and not has_unknowns(inputs) and not names.is_patch(check.resource.type):
            validate(self._session, inputs)
        return inputs

    def diff(self, change: Change) -> Diff:
        """What an update would change."""
        wishes = self._session.settings
        return object_diff(
            change,
            config_map_mutable=wishes.enable_config_map_mutable,
            secret_mutable=wishes.enable_secret_mutable,
        )

    def create(self, create: Create) -> State:
        """Apply a new object and wait until it is ready."""
        inputs = create.inputs
        manager = value(inputs["metadata"], PATCH_FIELD_MANAGER) or names.field_manager(create.resource.urn)
        if create.preview:
            return State("", self._foresee(inputs, manager))
        kind = self._session.kind_in_time(inputs)
        self._make_way(create, kind, manager)
        applied = apply(self._session, kind, inputs, manager)
        return State(names.object_id(applied), self._settle(create, kind, applied, manager))

    def read(self, read: Read) -> State | None:
        """What exists, and the inputs that would make it so."""
        known = read.inputs or read.outputs
        api_version, name = names.kind_of(read.resource.type)
        kind = self._session.kind(str(known.get("apiVersion", api_version)), str(known.get("kind", name)))
        live = kind and self._session.api.find(kind.path(*_place(read.id)))
        if not live:
            return None
        now = from_server(live)
        inputs = drifted_inputs(read.inputs, read.outputs, now) if read.inputs else imported_inputs(now)
        return State(read.id, _outputs(live, _manager_of(read.outputs, read.resource.urn)), inputs)

    def update(self, change: Change) -> Properties:
        """Apply the new inputs and wait until the object is ready again."""
        inputs = change.inputs
        manager = value(inputs["metadata"], PATCH_FIELD_MANAGER)
        manager = manager or _manager_of(change.old_outputs, change.resource.urn)
        if change.preview:
            return self._foresee(inputs, manager)
        kind = self._session.kind_in_time(inputs)
        applied = apply(self._session, kind, inputs, manager)
        return self._settle(change, kind, applied, manager)

    def delete(self, delete: Delete) -> None:
        """Delete the object and what it owns; of a patch, give its fields back."""
        inputs = delete.inputs or delete.outputs
        kind = self._session.kind(str(inputs["apiVersion"]), str(inputs["kind"]))
        if not kind:
            return
        if names.is_patch(delete.resource.type):
            relinquish(self._session, kind, inputs, _manager_of(delete.outputs, delete.resource.urn))
            return
        try:
            until_gone(self._session, kind.path(*_place(delete.id)), inputs, delete.timeout)
        except ApiError as error:
            raise refusal(inputs, error) from error

    def _in_default_namespace(self, inputs: Properties) -> Properties:
        metadata = section(inputs, "metadata")
        default = self._session.settings.namespace
        if not default or metadata.get("namespace"):
            return inputs
        kind = self._session.kind(str(inputs["apiVersion"]), str(inputs["kind"]))
        if kind and not kind.namespaced:
            return inputs
        return {**inputs, "metadata": {**metadata, "namespace": default}}

    def _make_way(self, create: Create, kind: Kind, manager: str) -> None:
        """See to an object that has the name already: ours, somebody's, or on its way out."""
        path = kind.path(*names.place(create.inputs))
        existing = self._session.api.find(path)
        if not existing or names.is_patch(create.resource.type):
            return
        if existing["metadata"].get("deletionTimestamp"):
            until_gone(self._session, path, existing, create.timeout)
            return
        # An interrupted deployment may have made it and could not tell the engine.
        is_ours = manager in {entry.get("manager") for entry in entries(existing["metadata"], "managedFields")}
        if not is_ours and not self._session.settings.upsert_existing_objects:
            message = (
                f"{title(create.inputs)}: exists already and is not Pulumi's; import it, choose another name, "
                "or set upsertExistingObjects on the provider to take it over"
            )
            raise ProviderError(message)

    def _foresee(self, inputs: Properties, manager: str) -> Properties:
        """What the server would make of the inputs; the inputs alone where it cannot say."""
        kind = self._session.kind(str(inputs["apiVersion"]), str(inputs["kind"]))
        if has_unknowns(inputs) or not kind:
            return inputs
        try:
            live = dry_run(self._session, kind, inputs, manager)
        except ApiError as error:
            # A missing namespace, an object that is to be replaced first, a quota that grows in the same deployment:
            # only the deployment itself will tell.
            if error.code == HTTPStatus.FORBIDDEN:
                self._session.engine.log(Severity.WARNING, str(refusal(inputs, error)))
            return inputs
        return foreseen(inputs, _outputs(live, manager))

    def _settle(self, request: Create | Change, kind: Kind, applied: Properties, manager: str) -> Properties:
        if names.is_patch(request.resource.type):
            return _outputs(applied, manager)
        try:
            live = until_ready(self._session, kind, applied, request.resource, request.timeout)
        except NotReadyError as error:
            reasons = [f"{title(request.inputs)}: {error}"]
            raise PartialError(names.object_id(applied), _outputs(error.live, manager), reasons) from error
        return _outputs(live, manager)


def _outputs(live: Properties, manager: str) -> Properties:
    # managedFields change with every controller that touches the object: no output that a program needs.
    metadata = {key: item for key, item in live["metadata"].items() if key != "managedFields"}
    return {**from_server(live), "metadata": metadata, _MANAGER: manager}


def _manager_of(outputs: Properties, urn: str) -> str:
    # The one under which the object was made: an alias may have given the resource another URN since.
    return str(outputs.get(_MANAGER) or names.field_manager(urn))


def _place(id: str) -> tuple[str, str]:  # noqa: A002
    namespace, name = names.split_id(id)
    return namespace or "default", name


def _without_nulls(inputs: Properties) -> Properties:
    return {key: _cleaned(item) for key, item in inputs.items() if item is not None}


def _cleaned(item: Any) -> Any:  # noqa: ANN401
    if isinstance(item, dict):
        return _without_nulls(cast("Properties", item))
    if isinstance(item, list):
        return [_cleaned(element) for element in cast("list[Any]", item)]
    return item
