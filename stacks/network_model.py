"""The network section of the settings."""

from typing import Annotated, Literal, get_args

from stacks.fields import Cidr, Length, LogRetentionDays, Section, Text

InterfaceEndpoint = Literal[
    "s3", "ecr.api", "ecr.dkr", "sts", "logs", "ec2", "eks", "eks-auth", "kms", "sqs", "elasticloadbalancing",
    "autoscaling", "ssm",
]  # fmt: skip


class Network(Section):
    """The VPC."""

    vpc_cidr: Cidr
    """Address range of the VPC, /16 to /20, away from every network that it will be connected to."""
    pod_cidr: Cidr | None = "100.64.0.0/16"
    """Address range of pods, /16 to /24 of 100.64.0.0/10; other VPCs may use the same. `null` puts pods among nodes."""
    zones: Annotated[tuple[Text, ...], Length(2, 3)]
    """Availability zones, two or three."""
    nat: Literal["none", "single", "per_zone"] = "per_zone"
    """How nodes reach the Internet; `single` saves money and stops with its zone, `none` needs every endpoint."""
    interface_endpoints: tuple[InterfaceEndpoint, ...] = get_args(InterfaceEndpoint)
    """AWS services reached inside the VPC; each costs per zone and hour. Tenants reach their data by `s3`."""
    log_retention_days: LogRetentionDays = 365
    """How long flow logs are kept."""
