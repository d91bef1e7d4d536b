"""Egress proxies: through which a tenant meets hosts on the Internet, and which hosts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from reachability.network import Namespace
from reachability.resources import Json, Resource, of_type

EGRESS_LABEL = "mlplatform.io/egress-of"


@dataclass(frozen=True)
class Proxy:
    """A namespace with proxies, and the hosts that they lead to."""

    namespace: Namespace
    hosts: tuple[str, ...]
    """As Envoy's own configuration lists them, `host:port`."""


def read(resources: Sequence[Resource], namespaces: Iterable[Namespace]) -> dict[str, Proxy]:
    """The proxies of a stack, by namespace."""
    found = {one.name: one for one in namespaces if EGRESS_LABEL in one.labels}
    listed = {
        name: tuple(_hosts(one))
        for one in of_type(resources, "kubernetes:core/v1:ConfigMap")
        if (name := str(cast("Json", one.values["metadata"]).get("namespace"))) in found
        and "envoy.json" in cast("Json", one.values.get("data") or {})
    }
    return {name: Proxy(one, listed.get(name, ("every host",))) for name, one in found.items()}


def _hosts(config: Resource) -> Iterator[str]:
    """Domains of the virtual hosts that lead somewhere, and not only to a refusal."""
    written = json.loads(cast("Mapping[str, str]", config.values["data"])["envoy.json"])
    for listener in written["static_resources"]["listeners"]:
        for chain in listener["filter_chains"]:
            for each in chain["filters"]:
                for one in each["typed_config"]["route_config"]["virtual_hosts"]:
                    if any("route" in route for route in one["routes"]):
                        yield from map(str, one["domains"])
