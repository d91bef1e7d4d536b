"""Routes of a stack, and which subnets have one to an internet gateway."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pulumi_policy as pp

from policies.ec2.vpcs import by_vpc
from policies.properties import Properties, some
from policies.resources import Resource, of_stack

SUBNET = "aws:ec2/subnet:Subnet"
_DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"
_MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"
_TABLES = ("aws:ec2/routeTable:RouteTable", _DEFAULT_TABLE)
_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock")


@dataclass(frozen=True)
class Route:
    """One route, declared beside its table or inside it."""

    owner: Resource
    properties: Properties
    inside: bool

    @property
    def tables(self) -> frozenset[str]:
        """URNs of the tables that it belongs to."""
        return frozenset({self.owner.urn}) if self.inside else self.owner.dependencies.get("routeTableId", frozenset())

    @property
    def destinations(self) -> list[Properties]:
        """Address ranges that it leads to."""
        return [self.properties.at(key) for key in _DESTINATIONS if self.properties.has(key)]

    def origins(self, target: str) -> frozenset[str]:
        """URNs that its target came from; those of all routes where it stands inside a table."""
        return self.owner.dependencies.get("routes" if self.inside else target, frozenset())


def routes(args: pp.StackValidationArgs) -> Iterator[Route]:
    """Every route of a stack."""
    for route in of_stack(args, "aws:ec2/route:Route"):
        yield Route(route, route.properties, inside=False)
    for table in of_stack(args, *_TABLES):
        for route in table.properties.each("routes"):
            yield Route(table, route, inside=True)


class Routing:
    """The ways of a stack's subnets, looked up once."""

    def __init__(self, args: pp.StackValidationArgs) -> None:
        self._gateways = {each.urn for each in of_stack(args, "aws:ec2/internetGateway:InternetGateway")}
        self._routes: dict[str, list[Route]] = defaultdict(list)
        for route in routes(args):
            for table in route.tables:
                self._routes[table].append(route)
        self._tables: dict[str, set[str]] = defaultdict(set)
        """Tables of each subnet, and of those of a VPC that have none of their own."""
        for each in of_stack(args, "aws:ec2/routeTableAssociation:RouteTableAssociation"):
            for subnet in each.dependencies.get("subnetId", ()):
                self._tables[subnet] |= each.dependencies.get("routeTableId", frozenset())
        for table in of_stack(args, _DEFAULT_TABLE):
            for vpc in table.dependencies.get("defaultRouteTableId", ()):
                self._tables[vpc].add(table.urn)
        for vpc, chosen in by_vpc(args, _MAIN).items():
            self._tables[vpc] = set[str]().union(*(each.dependencies.get("routeTableId", ()) for each in chosen))
        self._vpcs = {subnet.urn: vpc for vpc, subnets in by_vpc(args, SUBNET).items() for subnet in subnets}

    def reaches_internet(self, subnet: Resource) -> bool:
        """Whether a subnet has a route to an internet gateway, of its own or by its VPC's main table."""
        tables = self._tables.get(subnet.urn) or self._tables.get(self._vpcs.get(subnet.urn, ""), set())
        return some((route for table in tables for route in self._routes.get(table, ())), self._is_open)

    def _is_open(self, route: Route) -> bool:
        if not route.properties.has("gatewayId"):
            return False
        from_here = bool(self._gateways & route.origins("gatewayId"))
        return from_here or route.properties.text("gatewayId").startswith("igw-")
