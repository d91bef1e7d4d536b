"""How a VPC's address range is split into subnets: pure arithmetic, so that a plan can be read and tested."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import islice

SMALLEST_VPC_PREFIX = 20
"""A VPC of /20 still gives every subnet its /28, the smallest that AWS allows."""
MAX_ZONES = 3


@dataclass(frozen=True)
class SubnetPlan:
    """CIDRs of the subnets, one of each kind per zone."""

    private: tuple[str, ...]
    """Nodes and pods."""
    public: tuple[str, ...]
    """NAT gateways and internet-facing load balancers only."""
    endpoint: tuple[str, ...]
    """VPC endpoints only, so that a firewall rule can name them without naming any pod."""


def plan(vpc_cidr: str, zones: int) -> SubnetPlan:
    """Split a VPC into subnets.

    A quarter of the VPC for the private subnet of each zone (room for three zones); the last quarter holds one
    thirty-second for each public subnet and, from its second half, one part in 256 for each endpoint subnet.
    A /16 gives private /18, public /21 and endpoint /24; another zone never moves the subnets that exist.
    """
    vpc = IPv4Network(vpc_cidr)
    quarters = list(vpc.subnets(prefixlen_diff=2))
    public_half, endpoint_half = quarters[3].subnets(prefixlen_diff=1)
    return SubnetPlan(
        private=tuple(str(quarter) for quarter in quarters[:zones]),
        public=tuple(str(block) for block in islice(public_half.subnets(prefixlen_diff=2), zones)),
        endpoint=tuple(str(block) for block in islice(endpoint_half.subnets(prefixlen_diff=5), zones)),
    )
