"""Whether the API server would accept an object, asked before anything is deployed."""

from http import HTTPStatus

from sandbox.kubernetes.provider import refusals
from sandbox.kubernetes.provider.api import ApiError
from sandbox.kubernetes.provider.crd_fields import to_server
from sandbox.kubernetes.provider.names import place
from sandbox.kubernetes.provider.session import Session
from sandbox.provider.errors import CheckError
from sandbox.provider.values import Properties

# Creating it anew finds its own cluster IP or node port taken.
_OF_AN_EXISTING_OBJECT = "already allocated"
_ANY_NAMESPACE = "default"


def validate(session: Session, inputs: Properties) -> None:
    """Raise CheckError for unknown fields, wrong types and invalid values; silent where the kind is not served yet.

    A dry run of a creation (not of an update) is asked for, so that a change which needs a replacement passes.
    """
    kind = session.kind(str(inputs["apiVersion"]), str(inputs["kind"]))
    if not kind:
        return
    namespace, _name = place(inputs)
    error = _refusal(session, kind.collection(namespace), inputs)
    if error and error.code == HTTPStatus.NOT_FOUND and kind.namespaced:
        # The namespace comes with the same deployment: its quota and labels cannot be asked, the schema can.
        elsewhere = {**inputs, "metadata": {**inputs["metadata"], "namespace": _ANY_NAMESPACE}}
        error = _refusal(session, kind.collection(_ANY_NAMESPACE), elsewhere)
    if not error or error.code not in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
        return
    failures = [failure for failure in refusals.failures(error) if _OF_AN_EXISTING_OBJECT not in failure.reason]
    if failures:
        raise CheckError(failures)


def _refusal(session: Session, path: str, inputs: Properties) -> ApiError | None:
    try:
        session.api.send("POST", path, to_server(inputs), {"dryRun": "All", "fieldValidation": "Strict"})
    except ApiError as error:
        return error
    return None
