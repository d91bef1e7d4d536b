"""The network of an environment: a VPC of its own, or one that exists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pulumi import Output, ResourceOptions

from components.flow_logs import FlowLogs, FlowLogsArgs
from components.network import Network
from components.network_endpoints import NetworkEndpoints, NetworkEndpointsArgs
from stacks.model import Settings
from stacks.sections.network import ExistingVpc
from stacks.wiring.account import Account
from stacks.wiring.audit import Archive


@dataclass(frozen=True)
class Vpc:
    """What others need of the network, whoever made it."""

    vpc_id: Output[str]
    private_subnet_ids: Output[Sequence[str]]
    pod_subnet_ids: dict[str, Output[str]]
    """Subnets of pods by zone; none when pods share the nodes' subnets."""
    endpoint_subnet_ids: Output[Sequence[str]]
    endpoint_subnet_cidrs: Sequence[str]
    made: tuple[Network, ...]
    """What must exist before a cluster, and outlive it."""


def network(
    settings: Settings,
    account: Account,
    log_key: Callable[[], Output[str]],
    archive: Archive | None,
    opts: ResourceOptions,
) -> Vpc:
    """Declare the network; the key is made only where there are flow logs to encrypt."""
    existing = settings.network.existing
    vpc = _given(settings, existing) if existing else _made(settings, account, opts)
    if not existing:
        _flow_logs(settings, account, vpc, log_key(), archive, opts=opts)
    if vpc.made or settings.network.interface_endpoints:
        _endpoints(settings, account, vpc, opts)
    return vpc


def _given(settings: Settings, existing: ExistingVpc) -> Vpc:
    return Vpc(
        vpc_id=Output.from_input(existing.vpc_id),
        private_subnet_ids=Output.from_input(existing.private_subnet_ids),
        pod_subnet_ids={
            zone: Output.from_input(subnet)
            for zone, subnet in zip(settings.network.zones, existing.pod_subnet_ids, strict=False)
        },
        endpoint_subnet_ids=Output.from_input(list(existing.endpoint_subnets)),
        endpoint_subnet_cidrs=list(existing.endpoint_subnets.values()),
        made=(),
    )


def _made(settings: Settings, account: Account, opts: ResourceOptions) -> Vpc:
    made = Network(
        "network",
        {
            "vpc_cidr": settings.network.vpc_cidr,
            "pod_cidr": settings.network.pod_cidr,
            "zones": settings.network.zones,
            "cluster_name": account.cluster_name,
            "nat": settings.network.nat,
        },
        opts,
    )
    return Vpc(
        vpc_id=made.vpc_id,
        private_subnet_ids=made.private_subnet_ids,
        pod_subnet_ids={
            zone: made.pod_subnet_ids[index]
            for index, zone in enumerate(settings.network.zones)
            if settings.network.pod_cidr
        },
        endpoint_subnet_ids=made.endpoint_subnet_ids,
        endpoint_subnet_cidrs=made.endpoint_subnet_cidrs,
        made=(made,),
    )


def _flow_logs(
    settings: Settings,
    account: Account,
    vpc: Vpc,
    key_arn: Output[str],
    archive: Archive | None,
    *,
    opts: ResourceOptions,
) -> None:
    log_group = f"/{settings.platform}/{settings.environment}/flow-logs"
    args: FlowLogsArgs = {
        "vpc_id": vpc.vpc_id,
        "log_group_name": log_group,
        "log_group_arn": account.log_group_arn(log_group),
        "key_arn": key_arn,
        "retention_days": settings.network.log_retention_days,
    }
    if archive and settings.audit.archive_flow_logs:
        args["archive_bucket_arn"] = archive.bucket.bucket_arn
    # Log delivery looks at the archive's policy before it writes there.
    after = ResourceOptions(depends_on=[archive.bucket] if archive else [])
    FlowLogs("flow-logs", args, ResourceOptions.merge(opts, after))


def _endpoints(settings: Settings, account: Account, vpc: Vpc, opts: ResourceOptions) -> None:
    args: NetworkEndpointsArgs = {
        "vpc_id": vpc.vpc_id,
        "vpc_cidr": settings.network.vpc_cidr,
        "pod_cidr": settings.network.pod_cidr,
        "region": account.region,
        "partition": account.partition,
        "account_id": account.account_id,
        "subnet_ids": vpc.endpoint_subnet_ids,
        "interface_services": settings.network.interface_endpoints,
        "bucket_names": [account.names.models_bucket, *_buckets_of_tenants(settings)],
    }
    for made in vpc.made:
        args["route_table_ids"] = made.private_route_table_ids
    NetworkEndpoints("endpoints", args, opts)


def _buckets_of_tenants(settings: Settings) -> list[str]:
    """Buckets that are not the platform's: the endpoints let them through, too."""
    return sorted({source.bucket for tenant in settings.tenants for source in tenant.data if source.bucket})
