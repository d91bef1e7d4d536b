"""The network of an environment: a VPC whose subnets each have one purpose, and the ways out of it."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import network_routes, subnets
from components.egress_firewall import EgressFirewall, Inspection


class NetworkArgs(TypedDict):
    """What a Network is made from."""

    vpc_cidr: str
    """Address range of the VPC, /16 to /20. Cannot change later."""
    pod_cidr: NotRequired[str | None]
    """Second address range, for pods only, /16 to /24. Without it pods share the nodes' subnets. Default: none."""
    zones: Sequence[str]
    """Availability zones, two or three. Adding one later keeps the others' subnets."""
    cluster_name: Input[str]
    """EKS cluster that finds its subnets by tag."""
    nat: NotRequired[str]
    """`none`, `single` (cheap; one zone's failure cuts all off) or `per_zone`. Default: `per_zone`."""
    inspection: NotRequired[Inspection]
    """A firewall before the NAT gateways, with an endpoint for each of them. Default: none; all may leave."""


class Network(ComponentResource):
    """A VPC in which nodes have no public addresses, and pods, endpoints and NAT gateways have their own subnets."""

    vpc_id: Output[str]
    """Id of the VPC."""
    private_subnet_ids: Output[Sequence[str]]
    """Subnets of nodes."""
    pod_subnet_ids: Output[Sequence[str]]
    """Subnets of pods; none without a pod range."""
    public_subnet_ids: Output[Sequence[str]]
    """Subnets of internet-facing load balancers."""
    endpoint_subnet_ids: Output[Sequence[str]]
    """Subnets of VPC endpoints."""
    endpoint_subnet_cidrs: Sequence[str]
    """Their address ranges, for firewall rules."""
    private_route_table_ids: Output[Sequence[str]]
    """Route tables of the private and pod subnets, one per zone."""

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:Network", name, None, opts)
        here = ResourceOptions(parent=self)
        self._name, self._zones = name, list(args["zones"])
        plan = subnets.plan(args["vpc_cidr"], len(self._zones), args.get("pod_cidr"))
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args["vpc_cidr"],
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": name},
            opts=here,
        )
        # Without rules the default security group is closed: what forgets to choose a group reaches nothing.
        aws.ec2.DefaultSecurityGroup(f"{name}-default-security-group", vpc_id=vpc.id, ingress=[], egress=[], opts=here)
        discovery = {"karpenter.sh/discovery": args["cluster_name"], "kubernetes.io/role/internal-elb": "1"}
        nat_zones = {"none": 0, "single": 1, "per_zone": len(self._zones)}[args.get("nat", "per_zone")]
        public = self._subnets("public", vpc.id, plan.public, {"kubernetes.io/role/elb": "1"})
        private = self._subnets("private", vpc.id, plan.private, discovery)
        endpoint = self._subnets("endpoint", vpc.id, plan.endpoint)
        egress = self._subnets("egress", vpc.id, plan.egress[:nat_zones])
        pod: list[aws.ec2.Subnet] = []
        if pod_cidr := args.get("pod_cidr"):
            pod_range = aws.ec2.VpcIpv4CidrBlockAssociation(
                f"{name}-pod-range", vpc_id=vpc.id, cidr_block=pod_cidr, opts=here
            )
            # By way of the association, so that the range is there before its subnets.
            pod = self._subnets("pod", pod_range.vpc_id, plan.pod)
        firewall = self._subnets("firewall", vpc.id, plan.firewall[:nat_zones] if "inspection" in args else ())
        endpoint_ids: list[Output[str]] = []
        if "inspection" in args and firewall:
            inspected = EgressFirewall(
                f"{name}-egress-firewall",
                {
                    "vpc_id": vpc.id,
                    "subnet_ids": {zone: one.id for zone, one in zip(self._zones, firewall, strict=False)},
                    "home_cidrs": [args["vpc_cidr"], *([pod_cidr] if pod_cidr else [])],
                    "inspection": args["inspection"],
                },
                here,
            )
            endpoint_ids = list(inspected.endpoint_ids.values())
        tables = network_routes.connect(
            name,
            vpc.id,
            self._zones,
            network_routes.ZonalSubnets(
                public=public, private=private, pod=pod, endpoint=endpoint, egress=egress, firewall=firewall
            ),
            self,
            endpoints=endpoint_ids,
        )

        self.vpc_id = vpc.id
        self.private_subnet_ids = Output.all(*[subnet.id for subnet in private])
        self.pod_subnet_ids = Output.all(*[subnet.id for subnet in pod])
        self.public_subnet_ids = Output.all(*[subnet.id for subnet in public])
        self.endpoint_subnet_ids = Output.all(*[subnet.id for subnet in endpoint])
        self.endpoint_subnet_cidrs = plan.endpoint
        self.private_route_table_ids = Output.all(*[table.id for table in tables])
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "private_subnet_ids": self.private_subnet_ids,
                "pod_subnet_ids": self.pod_subnet_ids,
                "public_subnet_ids": self.public_subnet_ids,
                "endpoint_subnet_ids": self.endpoint_subnet_ids,
                "endpoint_subnet_cidrs": self.endpoint_subnet_cidrs,
                "private_route_table_ids": self.private_route_table_ids,
            }
        )

    def _subnets(
        self, kind: str, vpc_id: Input[str], cidrs: Sequence[str], tags: dict[str, Input[str]] | None = None
    ) -> list[aws.ec2.Subnet]:
        # There may be fewer subnets than zones: a single NAT gateway needs one.
        return [
            aws.ec2.Subnet(
                f"{self._name}-{kind}-{zone}",
                vpc_id=vpc_id,
                availability_zone=zone,
                cidr_block=cidr,
                map_public_ip_on_launch=False,
                tags={"Name": f"{self._name}-{kind}-{zone}", "mlplatform:subnet-kind": kind, **(tags or {})},
                opts=ResourceOptions(parent=self),
            )
            for zone, cidr in zip(self._zones, cidrs, strict=False)
        ]
