"""Subnets of a stack, and which of them nodes must not stand in."""

import pulumi_policy as pp

from policies.ec2.routes import SUBNET, Routing
from policies.properties import evaluate, some
from policies.resources import Referenced, Resource, of_stack


class Subnets:
    """The subnets of a stack, looked up once."""

    def __init__(self, args: pp.StackValidationArgs) -> None:
        self.all = of_stack(args, SUBNET)
        self._declared = Referenced(self.all, "id")
        self._routing = Routing(args)

    def by(self, resource: Resource, key: str) -> list[Resource]:
        """Those that a property names."""
        return self._declared.by(resource, key)

    def refuse_public(self, nodes: Resource, chosen: list[Resource], report_violation: pp.ReportViolation) -> None:
        """Report those of the chosen subnets that give public addresses or have a route to an internet gateway."""
        signs = (_gives_addresses, self._routing.reaches_internet)

        def check(subnet: Resource) -> None:
            if some(signs, lambda holds: holds(subnet)):
                report_violation(f"{nodes.name} must not start nodes in the public subnet {subnet.name}.", nodes.urn)

        evaluate(chosen, check)


def _gives_addresses(subnet: Resource) -> bool:
    return subnet.properties.flag("mapPublicIpOnLaunch")
