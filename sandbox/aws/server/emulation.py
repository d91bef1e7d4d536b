"""What the operations of the layer work on: moto, the EKS state and the sandbox's API server."""

from dataclasses import dataclass, field

from sandbox.aws.server.eks.state import Eks
from sandbox.aws.server.kubernetes_api import KubernetesApi
from sandbox.aws.server.moto_server import Moto
from sandbox.aws.server.network_firewall.state import NetworkFirewall
from sandbox.aws.server.shapes import Shape


@dataclass
class Emulation:
    """The state behind one server."""

    kubernetes: KubernetesApi
    eks: Eks = field(default_factory=Eks)
    capacity_reservations: dict[str, Shape] = field(default_factory=dict[str, Shape])
    placement_groups: dict[tuple[str, str, str], Shape] = field(default_factory=dict[tuple[str, str, str], Shape])
    """By account, region and name."""
    network_firewall: NetworkFirewall = field(default_factory=NetworkFirewall)
    moto: Moto = field(default_factory=Moto)
