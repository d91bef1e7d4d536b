"""The network policies of a stack, found by namespace in one step."""

from policies.kubernetes.kinds import of_kind
from policies.kubernetes.places import Placed
from policies.properties import Properties
from policies.resources import Resource


class Firewalls:
    """What the network policies of each namespace say."""

    def __init__(self, resources: list[Resource]) -> None:
        self._policies = Placed(of_kind(resources, "networking.k8s.io/NetworkPolicy"))

    def of(self, namespace: Resource) -> list[Properties]:
        """The specs of the network policies of a namespace."""
        return [policy.properties.at("spec") for policy in self._policies.inside(namespace)]
