"""The network section of the settings."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from stacks.sections.egress import NetworkEgress
from stacks.sections.fields import Cidr, Length, LogRetentionDays, Section, SubnetId, Text, VpcId

InterfaceEndpoint = Literal[
    "s3", "ecr.api", "ecr.dkr", "sts", "logs", "ec2", "eks", "eks-auth", "kms", "sqs", "elasticloadbalancing",
    "autoscaling", "ssm",
]  # fmt: skip


class ExistingVpc(Section):
    """A VPC that somebody else made, with subnets for each purpose; its routes and flow logs stay theirs."""

    vpc_id: VpcId
    """The VPC, whose address range is `network.vpc_cidr`."""
    private_subnet_ids: Annotated[tuple[SubnetId, ...], Length(2, 3)]
    """Subnets of nodes, one per zone in the order of `network.zones`, tagged `karpenter.sh/discovery: <cluster>`."""
    pod_subnet_ids: Annotated[tuple[SubnetId, ...], Length(0, 3)] = ()
    """Subnets of pods in `network.pod_cidr`, one per zone likewise; none when `pod_cidr` is null."""
    endpoint_subnets: Mapping[SubnetId, Cidr]
    """Subnets that hold VPC endpoints and nothing else, with their ranges: tenants may reach these."""


class Network(Section):
    """The VPC."""

    existing: ExistingVpc | None = None
    """A VPC to use instead of making one."""
    vpc_cidr: Cidr
    """Address range of the VPC, /16 to /20, away from every network that it will be connected to."""
    pod_cidr: Cidr | None = "100.64.0.0/16"
    """Address range of pods, /16 to /24 of 100.64.0.0/10; other VPCs may use the same. `null` puts pods among nodes."""
    zones: Annotated[tuple[Text, ...], Length(2, 3)]
    """Availability zones, two or three."""
    nat: Literal["none", "single", "per_zone"] = "per_zone"
    """How nodes reach the Internet; `single` saves money and stops with its zone, `none` needs every endpoint. An
    existing VPC has its own ways out; there only `none` says something: that there is no way."""
    egress: NetworkEgress = NetworkEgress()
    """What may leave by the NAT gateways."""
    interface_endpoints: tuple[InterfaceEndpoint, ...] = get_args(InterfaceEndpoint)
    """AWS services reached inside the VPC; each costs per zone and hour. Tenants reach their data by `s3`.
    In an existing VPC: those that it lacks."""
    log_retention_days: LogRetentionDays = 365
    """How long flow logs, and the logs of an inspected way out, are kept."""
