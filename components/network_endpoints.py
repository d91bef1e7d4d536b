"""VPC endpoints: AWS services reached without the Internet."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import endpoint_policies


class NetworkEndpointsArgs(TypedDict):
    """What NetworkEndpoints are made from."""

    vpc_id: Input[str]
    """VPC that the endpoints serve."""
    vpc_cidr: Input[str]
    """Address range of the VPC, which may call the endpoints."""
    pod_cidr: NotRequired[str | None]
    """Address range of pods, which may too. Default: none; pods have addresses of the VPC's range."""
    region: str
    """Region of the services."""
    partition: str
    """AWS partition, for ARNs in the endpoint policies."""
    account_id: str
    """Account whose principals may use the endpoints."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Endpoint subnets, one per zone."""
    route_table_ids: NotRequired[Input[Sequence[Input[str]]]]
    """Route tables of the private subnets, for the S3 gateway. Default: none, and no gateway: it has routes already."""
    interface_services: Sequence[str]
    """Services with an interface endpoint, for example `["s3", "ecr.api"]`; each costs per zone and hour."""
    bucket_names: Sequence[str]
    """Buckets that the S3 endpoints let through."""
    own_bucket_prefix: str
    """What the names of tenants' own buckets begin with; those of this account pass, too."""


class NetworkEndpoints(ComponentResource):
    """The S3 gateway endpoint and the interface endpoints of a VPC, each with a policy."""

    security_group_id: Output[str]
    """Security group of the interface endpoints."""

    def __init__(self, name: str, args: NetworkEndpointsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:NetworkEndpoints", name, None, opts)
        here = ResourceOptions(parent=self)
        security_group = aws.ec2.SecurityGroup(
            f"{name}-security-group",
            vpc_id=args["vpc_id"],
            description="Interface endpoints: HTTPS from the VPC and its pods",
            opts=here,
        )
        callers = {"https": ("the VPC", args["vpc_cidr"])}
        if pod_cidr := args.get("pod_cidr"):
            callers["https-pods"] = ("pods", pod_cidr)
        for rule, (who, cidr) in callers.items():
            aws.vpc.SecurityGroupIngressRule(
                f"{name}-{rule}",
                security_group_id=security_group.id,
                cidr_ipv4=cidr,
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                description=f"HTTPS from {who}",
                opts=here,
            )
        s3_policy = endpoint_policies.s3(
            args["partition"], args["region"], args["account_id"], args["bucket_names"], args["own_bucket_prefix"]
        )
        gateways: list[aws.ec2.VpcEndpoint] = []
        if route_table_ids := args.get("route_table_ids"):
            gateways = [
                aws.ec2.VpcEndpoint(
                    f"{name}-s3-gateway",
                    vpc_id=args["vpc_id"],
                    service_name=f"com.amazonaws.{args['region']}.s3",
                    vpc_endpoint_type="Gateway",
                    route_table_ids=route_table_ids,
                    policy=s3_policy,
                    opts=here,
                )
            ]
        for service in args["interface_services"]:
            aws.ec2.VpcEndpoint(
                f"{name}-{service.replace('.', '-')}",
                vpc_id=args["vpc_id"],
                service_name=f"com.amazonaws.{args['region']}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=args["subnet_ids"],
                security_group_ids=[security_group.id],
                private_dns_enabled=True,
                # A NetworkPolicy can name the interface endpoint's subnets, so pods use it.
                dns_options={"private_dns_only_for_inbound_resolver_endpoint": False} if service == "s3" else None,
                policy=s3_policy
                if service == "s3"
                else endpoint_policies.interface(service, args["partition"], args["region"], args["account_id"]),
                opts=ResourceOptions(parent=self, depends_on=gateways if service == "s3" else None),
            )
        self.security_group_id = security_group.id
        self.register_outputs({"security_group_id": self.security_group_id})
