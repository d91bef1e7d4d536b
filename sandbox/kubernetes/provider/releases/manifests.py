"""Documents of a rendered chart, looked at as text: parsing megabytes of definitions would take many seconds."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from sandbox.controllers.webhooks import Target, redirected
from sandbox.kubernetes.provider.yaml_text import parse

_SEPARATOR: Final = re.compile(r"^---[^\n]*\n", re.MULTILINE)
_API_VERSION: Final = re.compile(r"^apiVersion:\s*[\"']?([^\s\"']+)", re.MULTILINE)
_KIND: Final = re.compile(r"^kind:\s*[\"']?(\w+)", re.MULTILINE)
_METADATA: Final = re.compile(r"^metadata:[^\n]*\n((?:[ ]+[^\n]*\n|\s*\n)*)", re.MULTILINE)
_WEBHOOK_CONFIGURATIONS: Final = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
# A definition whose versions are converted by a pod that does not run could not be read at all.
_CONVERSION: Final = re.compile(r"^  conversion:\n(?:    [^\n]*\n)+", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One object of a manifest."""

    api_version: str
    kind: str
    namespace: str
    name: str
    text: str


def documents(manifest: str) -> Iterator[Document]:
    """The objects of a manifest."""
    for text in _SEPARATOR.split(f"{manifest}\n"):
        api_version, kind, metadata = _API_VERSION.search(text), _KIND.search(text), _METADATA.search(text)
        if api_version and kind and metadata:
            fields = metadata[1]
            yield Document(api_version[1], kind[1], _field(fields, "namespace"), _field(fields, "name"), text)


def _field(metadata: str, name: str) -> str:
    indent = re.match(r"[ ]+", metadata)
    found = indent and re.search(rf"^{indent[0]}{name}:\s*[\"']?([^\s\"']+)", metadata, re.MULTILINE)
    return found[1] if found else ""


def resource_names(manifest: str) -> dict[str, list[str]]:
    """Names by kind, in the form of the real provider: `Deployment.apps/apps/v1` -> `kserve/manager`."""
    names: dict[str, set[str]] = {}
    for document in documents(manifest):
        group = document.api_version.rpartition("/")[0]
        key = f"{document.kind}.{group}" if group else document.kind
        name = f"{document.namespace}/{document.name}" if document.namespace else document.name
        names.setdefault(f"{key}/{document.api_version}", set()).add(name)
    return {key: sorted(found) for key, found in sorted(names.items())}


def without_webhooks(manifest: str, targets: Mapping[str, Target]) -> tuple[str, list[str]]:
    """The manifest without what calls a webhook of the chart's own pods, and what was left out.

    Webhooks of services in `targets` are kept and led there.
    """
    kept: list[str] = []
    left_out: list[str] = []
    for document in documents(manifest):
        text = document.text
        if document.kind in _WEBHOOK_CONFIGURATIONS:
            if led := redirected(cast("Mapping[str, Any]", parse(text)), targets):
                kept.append(json.dumps(led) + "\n")
                continue
            left_out.append(f"{document.kind} {document.name}")
            continue
        if document.kind == "CustomResourceDefinition" and _CONVERSION.search(text):
            text = _CONVERSION.sub("", text)
            left_out.append(f"conversion webhook of {document.kind} {document.name}")
        kept.append(text)
    return "---\n" + "---\n".join(kept), left_out
