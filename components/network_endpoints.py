"""VPC endpoints: AWS services reached without the Internet."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import endpoint_policies


class NetworkEndpointsArgs(TypedDict):
    """What NetworkEndpoints are made from."""

    vpc_id: Input[str]
    """VPC that the endpoints serve."""
    vpc_cidr: Input[str]
    """Address range that may call the endpoints."""
    region: str
    """Region of the services."""
    partition: str
    """AWS partition, for ARNs in the endpoint policies."""
    account_id: str
    """Account whose principals may use the endpoints."""
    subnet_ids: Input[Sequence[Input[str]]]
    """Endpoint subnets, one per zone."""
    route_table_ids: Input[Sequence[Input[str]]]
    """Route tables of the private subnets, for the S3 gateway."""
    interface_services: Sequence[str]
    """Services with an interface endpoint, for example `["s3", "ecr.api"]`; each costs per zone and hour."""
    bucket_names: Sequence[str]
    """Buckets that the S3 endpoints let through."""


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
            description="Interface endpoints: HTTPS from the VPC",
            opts=here,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-https",
            security_group_id=security_group.id,
            cidr_ipv4=args["vpc_cidr"],
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            description="HTTPS from the VPC",
            opts=here,
        )
        s3_policy = endpoint_policies.s3(args["partition"], args["region"], args["account_id"], args["bucket_names"])
        gateway = aws.ec2.VpcEndpoint(
            f"{name}-s3-gateway",
            vpc_id=args["vpc_id"],
            service_name=f"com.amazonaws.{args['region']}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=args["route_table_ids"],
            policy=s3_policy,
            opts=here,
        )
        account_policy = endpoint_policies.account_only(args["account_id"])
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
                policy=s3_policy if service == "s3" else account_policy,
                opts=ResourceOptions(parent=self, depends_on=[gateway] if service == "s3" else None),
            )
        self.security_group_id = security_group.id
        self.register_outputs({"security_group_id": self.security_group_id})
