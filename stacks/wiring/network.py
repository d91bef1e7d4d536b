"""The network of an environment: a VPC of its own, or one that exists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pulumi import Output, ResourceOptions

from components.egress_firewall import Inspection
from components.flow_logs import FlowLogs, FlowLogsArgs
from components.network import Network, NetworkArgs
from components.network_endpoints import NetworkEndpoints, NetworkEndpointsArgs
from components.subnets import plan
from stacks.model import Settings
from stacks.rules.inspection import hosts_of_tenants, is_inspected, platform_hosts
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
    made: tuple[Network, ...]
    """What must exist before a cluster, and outlive it."""


def network(
    settings: Settings,
    account: Account,
    log_key: Callable[[], Output[str]],
    archive: Archive | None,
    opts: ResourceOptions,
) -> Vpc:
    """Declare the network; the key is made only where there are logs to encrypt."""
    existing = settings.network.existing
    if existing:
        vpc = _given(settings, existing)
    else:
        key_arn = log_key()
        vpc = _made(settings, account, key_arn, opts)
        _flow_logs(settings, account, vpc, key_arn, archive, opts=opts)
    if vpc.made or settings.network.interface_endpoints:
        _endpoints(settings, account, vpc, opts)
    return vpc


def endpoint_cidrs(settings: Settings) -> Sequence[str]:
    """Address ranges of the subnets of VPC endpoints; they follow from the settings alone."""
    network, existing = settings.network, settings.network.existing
    if existing:
        return tuple(existing.endpoint_subnets.values())
    return plan(network.vpc_cidr, len(network.zones), network.pod_cidr).endpoint


def _given(settings: Settings, existing: ExistingVpc) -> Vpc:
    return Vpc(
        vpc_id=Output.from_input(existing.vpc_id),
        private_subnet_ids=Output.from_input(existing.private_subnet_ids),
        pod_subnet_ids={
            zone: Output.from_input(subnet)
            for zone, subnet in zip(settings.network.zones, existing.pod_subnet_ids, strict=False)
        },
        endpoint_subnet_ids=Output.from_input(list(existing.endpoint_subnets)),
        made=(),
    )


def _made(settings: Settings, account: Account, key_arn: Output[str], opts: ResourceOptions) -> Vpc:
    args: NetworkArgs = {
        "vpc_cidr": settings.network.vpc_cidr,
        "pod_cidr": settings.network.pod_cidr,
        "zones": settings.network.zones,
        "cluster_name": account.cluster_name,
        "nat": settings.network.nat,
    }
    if is_inspected(settings):
        args["inspection"] = _inspection(settings, account, key_arn)
    made = Network("network", args, opts)
    return Vpc(
        vpc_id=made.vpc_id,
        private_subnet_ids=made.private_subnet_ids,
        pod_subnet_ids={
            zone: made.pod_subnet_ids[index]
            for index, zone in enumerate(settings.network.zones)
            if settings.network.pod_cidr
        },
        endpoint_subnet_ids=made.endpoint_subnet_ids,
        made=(made,),
    )


def _inspection(settings: Settings, account: Account, key_arn: Output[str]) -> Inspection:
    egress = settings.network.egress
    return {
        "firewall_name": account.names.cluster,
        "allowed_hosts": sorted({*platform_hosts(settings), *egress.allowed_hosts, *hosts_of_tenants(settings)}),
        "key_arn": key_arn,
        "log_group_prefix": f"/{settings.platform}/{settings.environment}/egress-firewall",
        "retention_days": settings.network.log_retention_days,
        "deletion_protection": egress.deletion_protection,
        "change_protection": egress.change_protection,
    }


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
        "own_bucket_prefix": account.names.tenant_buckets,
    }
    for made in vpc.made:
        args["route_table_ids"] = made.private_route_table_ids
    NetworkEndpoints("endpoints", args, opts)


def _buckets_of_tenants(settings: Settings) -> list[str]:
    """Buckets that are not the platform's: the endpoints let them through, too."""
    return sorted({source.bucket for tenant in settings.tenants for source in tenant.data if source.bucket})
