"""The network of an environment: a VPC with public, private and endpoint subnets."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import subnets


class NetworkArgs(TypedDict):
    """What a Network is made from."""

    vpc_cidr: str
    """Address range of the VPC, /16 to /20. Cannot change later."""
    zones: Sequence[str]
    """Availability zones, two or three. Adding one later keeps the others' subnets."""
    cluster_name: Input[str]
    """EKS cluster that finds its subnets by tag."""
    nat: NotRequired[str]
    """`none`, `single` (cheap; one zone's failure cuts all off) or `per_zone`. Default: `per_zone`."""


class Network(ComponentResource):
    """A VPC in which nodes have no public addresses and VPC endpoints have subnets of their own."""

    vpc_id: Output[str]
    """Id of the VPC."""
    private_subnet_ids: Output[Sequence[str]]
    """Subnets of nodes and pods."""
    public_subnet_ids: Output[Sequence[str]]
    """Subnets of NAT gateways and internet-facing load balancers."""
    endpoint_subnet_ids: Output[Sequence[str]]
    """Subnets of VPC endpoints."""
    endpoint_subnet_cidrs: Sequence[str]
    """Their address ranges, for firewall rules."""
    private_route_table_ids: Output[Sequence[str]]
    """Route tables of the private subnets."""

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:Network", name, None, opts)
        self._here = ResourceOptions(parent=self)
        self._name = name
        self._zones = list(args["zones"])
        plan = subnets.plan(args["vpc_cidr"], len(self._zones))
        self._vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args["vpc_cidr"],
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": name},
            opts=self._here,
        )
        # Without rules the default security group is closed: what forgets to choose a group reaches nothing.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-security-group", vpc_id=self._vpc.id, ingress=[], egress=[], opts=self._here
        )
        discovery = {"karpenter.sh/discovery": args["cluster_name"], "kubernetes.io/role/internal-elb": "1"}
        public = self._subnets("public", plan.public, {"kubernetes.io/role/elb": "1"})
        private = self._subnets("private", plan.private, discovery)
        endpoint = self._subnets("endpoint", plan.endpoint, {})
        self._public_routes(public)
        route_tables = self._private_routes(private, public, args.get("nat", "per_zone"))
        self._isolated_routes(endpoint)

        self.vpc_id = self._vpc.id
        self.private_subnet_ids = Output.all(*[subnet.id for subnet in private])
        self.public_subnet_ids = Output.all(*[subnet.id for subnet in public])
        self.endpoint_subnet_ids = Output.all(*[subnet.id for subnet in endpoint])
        self.endpoint_subnet_cidrs = plan.endpoint
        self.private_route_table_ids = Output.all(*[table.id for table in route_tables])
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "private_subnet_ids": self.private_subnet_ids,
                "public_subnet_ids": self.public_subnet_ids,
                "endpoint_subnet_ids": self.endpoint_subnet_ids,
                "endpoint_subnet_cidrs": self.endpoint_subnet_cidrs,
                "private_route_table_ids": self.private_route_table_ids,
            }
        )

    def _subnets(self, kind: str, cidrs: Sequence[str], tags: dict[str, Input[str]]) -> list[aws.ec2.Subnet]:
        return [
            aws.ec2.Subnet(
                f"{self._name}-{kind}-{zone}",
                vpc_id=self._vpc.id,
                availability_zone=zone,
                cidr_block=cidr,
                map_public_ip_on_launch=False,
                tags={"Name": f"{self._name}-{kind}-{zone}", "mlplatform:subnet-kind": kind, **tags},
                opts=self._here,
            )
            for zone, cidr in zip(self._zones, cidrs, strict=True)
        ]

    def _route_table(self, role: str) -> aws.ec2.RouteTable:
        table_name = f"{self._name}-{role}"
        return aws.ec2.RouteTable(
            f"{table_name}-route-table", vpc_id=self._vpc.id, tags={"Name": table_name}, opts=self._here
        )

    def _associate(self, role: str, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable) -> None:
        aws.ec2.RouteTableAssociation(
            f"{self._name}-{role}-routes", subnet_id=subnet.id, route_table_id=table.id, opts=self._here
        )

    def _public_routes(self, public: Sequence[aws.ec2.Subnet]) -> None:
        gateway = aws.ec2.InternetGateway(f"{self._name}-internet-gateway", vpc_id=self._vpc.id, opts=self._here)
        table = self._route_table("public")
        self._internet_route = aws.ec2.Route(
            f"{self._name}-public-internet",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            opts=self._here,
        )
        for zone, subnet in zip(self._zones, public, strict=True):
            self._associate(f"public-{zone}", subnet, table)

    def _private_routes(
        self, private: Sequence[aws.ec2.Subnet], public: Sequence[aws.ec2.Subnet], nat: str
    ) -> list[aws.ec2.RouteTable]:
        gateways = [
            self._nat_gateway(zone, subnet)
            for index, (zone, subnet) in enumerate(zip(self._zones, public, strict=True))
            if nat == "per_zone" or (nat == "single" and index == 0)
        ]
        tables: list[aws.ec2.RouteTable] = []
        for index, (zone, subnet) in enumerate(zip(self._zones, private, strict=True)):
            table = self._route_table(f"private-{zone}")
            self._associate(f"private-{zone}", subnet, table)
            if gateways:
                aws.ec2.Route(
                    f"{self._name}-private-{zone}-internet",
                    route_table_id=table.id,
                    destination_cidr_block="0.0.0.0/0",
                    nat_gateway_id=gateways[min(index, len(gateways) - 1)].id,
                    opts=self._here,
                )
            tables.append(table)
        return tables

    def _nat_gateway(self, zone: str, subnet: aws.ec2.Subnet) -> aws.ec2.NatGateway:
        address = aws.ec2.Eip(f"{self._name}-nat-{zone}-address", domain="vpc", opts=self._here)
        return aws.ec2.NatGateway(
            f"{self._name}-nat-{zone}",
            subnet_id=subnet.id,
            allocation_id=address.allocation_id,
            tags={"Name": f"{self._name}-nat-{zone}"},
            opts=ResourceOptions(parent=self, depends_on=[self._internet_route]),
        )

    def _isolated_routes(self, endpoint: Sequence[aws.ec2.Subnet]) -> None:
        table = self._route_table("endpoint")
        for zone, subnet in zip(self._zones, endpoint, strict=True):
            self._associate(f"endpoint-{zone}", subnet, table)
