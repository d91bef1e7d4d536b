"""Names of objects: API version and kind of a type token, automatic names, ids."""

import hashlib
import random
import secrets

from sandbox.kubernetes.provider.annotations import AUTONAMED, is_set
from sandbox.kubernetes.provider.fields import section
from sandbox.provider.errors import CheckError, Failure, ProviderError
from sandbox.provider.requests import Check, NamingMode
from sandbox.provider.values import Properties, is_unknown

_DIGITS = 8


def kind_of(type: str) -> tuple[str, str]:  # noqa: A002
    """API version and kind: `kubernetes:core/v1:NamespacePatch` -> `v1`, `Namespace`."""
    try:
        _package, api_version, kind = type.split(":")
    except ValueError as error:
        msg = f"'{type}' is no Kubernetes resource type"
        raise ProviderError(msg) from error
    return api_version.removeprefix("core/"), kind.removesuffix("Patch")


def is_patch(type: str) -> bool:  # noqa: A002
    """Whether the resource manages some fields of an object that others own."""
    return type.endswith("Patch")


def with_name(inputs: Properties, check: Check) -> Properties:
    """The inputs with a name: the user's, the one given before, or a new one."""
    metadata = section(inputs, "metadata")
    if metadata.get("name"):
        return inputs
    if metadata.get("generateName"):
        reason = "not supported with server-side apply: leave it out and Pulumi names the object"
        raise CheckError([Failure("metadata.generateName", reason)])
    if is_patch(check.resource.type):
        raise CheckError([Failure("metadata.name", "a Patch resource must name the object that it patches")])
    old = section(check.old_inputs, "metadata")
    name = str(old["name"]) if is_set(old, AUTONAMED) and old.get("name") else _new_name(check)
    annotations = {**section(metadata, "annotations"), AUTONAMED: "true"}
    return {**inputs, "metadata": {**metadata, "name": name, "annotations": annotations}}


def _new_name(check: Check) -> str:
    autonaming = check.autonaming
    if autonaming and autonaming.mode is NamingMode.DISABLE:
        raise CheckError(
            [Failure("metadata.name", "automatic naming is disabled by the stack's configuration: set it")]
        )
    if autonaming and autonaming.proposed:
        return autonaming.proposed
    return f"{check.resource.name}-{random_digits(check.seed)}"


def random_digits(seed: bytes) -> str:
    """The end of an automatic name."""
    if not seed:
        return secrets.token_hex(_DIGITS // 2)
    # The engine's seed makes preview and update of one plan agree on the name.
    return "".join(random.Random(seed).choices("0123456789abcdef", k=_DIGITS))  # noqa: S311


def field_manager(urn: str) -> str:
    """The owner under which a resource applies its fields.

    It follows from the URN, so that an object which an interrupted deployment left behind is known to be ours.
    """
    return f"pulumi-kubernetes-{hashlib.sha256(urn.encode()).hexdigest()[:_DIGITS]}"


def object_id(live: Properties) -> str:
    """`namespace/name`, or `name` where there are no namespaces."""
    metadata = live["metadata"]
    return f"{metadata['namespace']}/{metadata['name']}" if metadata.get("namespace") else str(metadata["name"])


def split_id(id: str) -> tuple[str, str]:  # noqa: A002
    """Namespace (may be empty) and name."""
    namespace, _, name = id.rpartition("/")
    return namespace, name


def place(inputs: Properties) -> tuple[str, str]:
    """Namespace and name of inputs; an unset namespace is `default`."""
    metadata = section(inputs, "metadata")
    namespace = metadata.get("namespace") or "default"
    return ("default" if is_unknown(namespace) else str(namespace)), str(metadata.get("name") or "")
