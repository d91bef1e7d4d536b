"""Which kinds the API server serves, and under which paths."""

import time
from dataclasses import dataclass
from threading import Lock
from urllib.parse import quote, urlencode

from sandbox.kubernetes.provider.api import Api
from sandbox.kubernetes.provider.fields import entries, section

# One document for all kinds instead of one per group and version.
_AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
_FRESH_SECONDS = 0.5


@dataclass(frozen=True)
class Kind:
    """One kind that the server serves."""

    api_version: str
    name: str
    plural: str
    namespaced: bool

    def collection(self, namespace: str, **query: str) -> str:
        """Path of all objects, of one namespace if the kind has them."""
        root = f"/apis/{self.api_version}" if "/" in self.api_version else f"/api/{self.api_version}"
        within = f"/namespaces/{quote(namespace)}" if self.namespaced else ""
        return f"{root}{within}/{self.plural}" + (f"?{urlencode(query)}" if query else "")

    def path(self, namespace: str, name: str) -> str:
        """Path of one object."""
        return f"{self.collection(namespace)}/{quote(name)}"


class Discovery:
    """The served kinds, asked for again when one is missing."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._kinds: dict[tuple[str, str], Kind] = {}
        self._read_at = float("-inf")
        self._lock = Lock()

    def find(self, api_version: str, kind: str) -> Kind | None:
        """The kind, or None if the server does not serve it (yet)."""
        if found := self._kinds.get((api_version, kind)):
            return found
        with self._lock:
            if time.monotonic() - self._read_at > _FRESH_SECONDS:
                self._kinds = self._read()
                self._read_at = time.monotonic()
        return self._kinds.get((api_version, kind))

    def _read(self) -> dict[tuple[str, str], Kind]:
        kinds: dict[tuple[str, str], Kind] = {}
        for root in ("/api", "/apis"):
            for group in entries(self._api.get(root, _AGGREGATED), "items"):
                name = str(section(group, "metadata").get("name") or "")
                for version in entries(group, "versions"):
                    api_version = f"{name}/{version['version']}" if name else str(version["version"])
                    for entry in entries(version, "resources"):
                        kind = str(entry["responseKind"]["kind"])
                        kinds[api_version, kind] = Kind(
                            api_version, kind, str(entry["resource"]), entry["scope"] == "Namespaced"
                        )
        return kinds
