"""Server-side apply of one object, for real or as a dry run."""

from sandbox.kubernetes.provider.annotations import PATCH_FORCE, is_set
from sandbox.kubernetes.provider.api import ApiError, Content
from sandbox.kubernetes.provider.crd_fields import to_server
from sandbox.kubernetes.provider.discovery import Kind
from sandbox.kubernetes.provider.names import place
from sandbox.kubernetes.provider.refusals import refusal
from sandbox.kubernetes.provider.session import Session
from sandbox.provider.values import Properties


def apply(session: Session, kind: Kind, inputs: Properties, manager: str) -> Properties:
    """Apply; fields that others own are taken over only if the program says so."""
    force = is_set(inputs["metadata"], PATCH_FORCE) or session.settings.enable_patch_force

    def send() -> Properties:
        return _send(session, kind, inputs, {"fieldManager": manager, "force": str(force).lower()})

    try:
        return session.patiently(send)
    except ApiError as error:
        raise refusal(inputs, error) from error


def dry_run(session: Session, kind: Kind, inputs: Properties, manager: str) -> Properties:
    """What the object would become; may raise ApiError."""
    return _send(session, kind, inputs, {"fieldManager": manager, "force": "true", "dryRun": "All"})


def relinquish(session: Session, kind: Kind, inputs: Properties, manager: str) -> None:
    """Give up all fields that the manager owns."""
    namespace, name = place(inputs)
    where = {"name": name, **({"namespace": namespace} if kind.namespaced else {})}
    nothing: Properties = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": where}
    if session.api.find(kind.path(namespace, name)):
        apply(session, kind, nothing, manager)


def _send(session: Session, kind: Kind, inputs: Properties, query: dict[str, str]) -> Properties:
    path = kind.path(*place(inputs))
    return session.api.send("PATCH", path, to_server(inputs), {**query, "fieldValidation": "Strict"}, Content.APPLY)
