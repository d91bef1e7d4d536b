"""What an environment costs by the hour: idle, and when everything that may grow has grown to its cap."""

from collections.abc import Iterator
from typing import NamedTuple

from components import node_setup, pool_caps, prices, tenant_machines
from components.accelerators import ACCELERATORS
from components.general_purpose import SHAPES
from components.tenant_machines import Machines
from stacks.model import Settings, Tenant
from stacks.sections.pools import NodePool


class Line(NamedTuple):
    """A part of the bill, in USD per hour."""

    what: str
    idle: float
    """With the fewest nodes; GPU nodes only where a managed pool always runs some."""
    most: float | None
    """With every pool at its cap, on demand; None when the price list lacks a type of the pool."""


def hourly(settings: Settings) -> list[Line]:
    """What stands there. Without what use adds: traffic, requests, stored data and logs."""
    control_plane = Line("EKS control plane", prices.EKS_CLUSTER, prices.EKS_CLUSTER)
    return [
        *([] if settings.cluster.existing else [control_plane]),
        *_network(settings),
        *_system_nodes(settings),
        *(_pool(name, pool) for name, pool in settings.node_pools.items()),
        *(_own_nodes(tenant.name, tenant.machines) for tenant in settings.tenants if tenant.machines),
    ]


def total(lines: list[Line]) -> Line:
    """All lines together."""
    most = [line.most for line in lines if line.most is not None]
    return Line("total", sum(line.idle for line in lines), sum(most) if len(most) == len(lines) else None)


def least_of_month(settings: Settings, tenant: Tenant) -> float:
    """USD that a tenant's own nodes cost in a month at least: one of the cheapest, on demand; 0 where it has none."""
    if tenant.machines:
        cheapest = min(SHAPES[one].usd_per_hour for one in tenant.machines.instance_types)
        return (cheapest + _disk(tenant_machines.DISK_GIB)) * prices.HOURS_OF_MONTH
    pool = settings.node_pools.get(tenant.model.pool or "")
    if pool is None or pool.tenant != tenant.name or pool.capacity != ("on-demand",):
        return 0
    # A type without a price counts as nothing: it may be the cheapest.
    cheapest = min(ACCELERATORS[one].usd_per_hour or 0 for one in pool.instance_types)
    return (cheapest + _disk(pool.disk_size_gib)) * prices.HOURS_OF_MONTH if cheapest else 0


def _network(settings: Settings) -> Iterator[Line]:
    zones = len(settings.network.zones)
    gateways = 0 if settings.network.existing else {"none": 0, "single": 1, "per_zone": zones}[settings.network.nat]
    endpoints = gateways if settings.network.egress.mode == "inspected" else 0
    # AWS waives the hours of a gateway behind an endpoint of the firewall.
    paid = gateways - endpoints
    fixed = {
        "NAT gateways, with their addresses": paid * prices.NAT_GATEWAY + gateways * prices.PUBLIC_IPV4_ADDRESS,
        "egress firewall": endpoints * prices.FIREWALL_ENDPOINT,
        "interface endpoints": len(settings.network.interface_endpoints) * zones * prices.INTERFACE_ENDPOINT,
        "load balancer of the models": prices.NETWORK_LOAD_BALANCER,
    }
    for what, price in fixed.items():
        yield Line(what, price, price)


def _system_nodes(settings: Settings) -> Iterator[Line]:
    wanted = settings.cluster.system_nodes
    types = [SHAPES[each].usd_per_hour for each in wanted.instance_types]
    disk = _disk(wanted.disk_size_gib)
    # EKS takes the first type that is to be had; the dearest is the worst case.
    yield Line("system nodes", wanted.min_size * (types[0] + disk), wanted.max_size * (max(types) + disk))


def _pool(name: str, pool: NodePool) -> Line:
    hour = pool_caps.dearest_hour(pool.instance_types, pool.max_gpus, pool.max_nodes)
    faster = (pool.disk_throughput_mibps - node_setup.GP3_MIBPS) * prices.GP3_MIBPS_MONTH / prices.HOURS_OF_MONTH
    disk = _disk(pool.disk_size_gib) + faster
    nodes = pool_caps.most_nodes(pool.instance_types, pool.max_gpus, pool.max_nodes)
    always = pool.min_nodes * ((ACCELERATORS[pool.instance_types[0]].usd_per_hour or 0) + disk)
    return Line(f"GPU pool {name}", always, None if hour is None else hour.usd + disk * nodes)


def _own_nodes(tenant: str, machines: Machines) -> Line:
    dearest = max(SHAPES[one].usd_per_hour for one in machines.instance_types)
    return Line(f"nodes of tenant {tenant}", 0, machines.most * (dearest + _disk(tenant_machines.DISK_GIB)))


def _disk(gib: int) -> float:
    return gib * prices.GP3_GIB_MONTH / prices.HOURS_OF_MONTH
