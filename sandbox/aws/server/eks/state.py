"""What EKS remembers: every resource in the shape that its describe operation returns."""

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock

from sandbox.aws.server.shapes import Shape


@dataclass
class Update:
    """A finished change; EKS lists it under the cluster, the node group or the add-on that it changed."""

    data: Shape
    nodegroup: str | None = None
    addon: str | None = None


@dataclass
class AccessEntry:
    """An IAM principal that may use the cluster's Kubernetes API."""

    data: Shape
    policies: dict[str, Shape] = field(default_factory=dict[str, Shape])


@dataclass
class Cluster:
    """A cluster and everything that belongs to it."""

    data: Shape
    account: str
    region: str
    # What the API server held before the cluster: it is not the cluster's and survives it.
    baseline: frozenset[str] = frozenset()
    nodegroups: dict[str, Shape] = field(default_factory=dict[str, Shape])
    addons: dict[str, Shape] = field(default_factory=dict[str, Shape])
    access_entries: dict[str, AccessEntry] = field(default_factory=dict[str, AccessEntry])
    pod_identities: dict[str, Shape] = field(default_factory=dict[str, Shape])
    updates: dict[str, Update] = field(default_factory=dict[str, Update])
    # Node roles whose access entry EKS made, and paths of the RoleBindings that access policies need.
    made_for_nodes: set[str] = field(default_factory=set[str])
    bindings: set[str] = field(default_factory=set[str])

    @property
    def name(self) -> str:
        """Name of the cluster."""
        return self.data["name"]

    def arn(self, kind: str, *parts: str) -> str:
        """ARN of something of this cluster, for example `arn("addon", name, "coredns", id)`."""
        return f"arn:aws:eks:{self.region}:{self.account}:{kind}/{'/'.join(parts)}"

    def record(self, kind: str, params: Shape, **owner: str) -> Shape:
        """Remember a change as a finished update and return it."""
        update: Shape = {
            "id": str(uuid.uuid4()),
            "status": "Successful",
            "type": kind,
            "params": [{"type": name, "value": value} for name, value in params.items()],
            "createdAt": now(),
            "errors": [],
        }
        self.updates[update["id"]] = Update(update, **owner)
        return update


@dataclass
class Eks:
    """All clusters; there is one API server, so there is at most one."""

    cluster: Cluster | None = None
    # Parallel requests change the same cluster; a node group may not appear while the cluster is going.
    lock: RLock = field(default_factory=RLock)


def now() -> datetime:
    """Return the time that timestamps carry."""
    return datetime.now(UTC)


def random_id(length: int) -> str:
    """Return an id of upper-case hexadecimal digits."""
    return secrets.token_hex(length // 2).upper()
