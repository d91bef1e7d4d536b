"""How the address ranges of a VPC are split into subnets: pure arithmetic, so that a plan can be read and tested."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import islice

LARGEST_PREFIX = 16
"""AWS allows no range of a VPC larger than /16."""
SMALLEST_VPC_PREFIX = 20
"""A VPC of /20 still gives every subnet its /28, the smallest that AWS allows."""
SMALLEST_POD_PREFIX = 24
"""A pod range of /24 gives each zone 59 pods; smaller ones are mistakes."""
SHARED_ADDRESS_SPACE = IPv4Network("100.64.0.0/10")
"""Addresses that no office and no other VPC uses (RFC 6598); AWS lets any private VPC add them."""
MAX_ZONES = 3


@dataclass(frozen=True)
class SubnetPlan:
    """CIDRs of the subnets, one of each kind per zone."""

    private: tuple[str, ...]
    """Nodes and the network interfaces of the Kubernetes API; pods too, without a pod range."""
    public: tuple[str, ...]
    """Internet-facing load balancers only."""
    endpoint: tuple[str, ...]
    """VPC endpoints only, so that a firewall rule can name them without naming any pod."""
    firewall: tuple[str, ...]
    """The egress firewall's endpoints only: it does not inspect what comes from its own subnet."""
    egress: tuple[str, ...]
    """NAT gateways only: their routes can change without those of load balancers."""
    pod: tuple[str, ...]
    """Pods, from the pod range; none without one."""


def plan(vpc_cidr: str, zones: int, pod_cidr: str | None = None) -> SubnetPlan:
    """Split a VPC into subnets.

    A quarter of the VPC for the private subnet of each zone (room for three zones). Of the last quarter, one half holds
    the public subnets, one thirty-second of the VPC each; the other half is cut into 32 parts, of which the first are
    for endpoints, those from the ninth for the egress firewall and those from the seventeenth for NAT gateways; the
    rest stays free. A /16 gives private /18, public /21 and the other three /24. Each zone's pods get a quarter of the
    pod range. Another zone never moves the subnets that exist.
    """
    vpc = IPv4Network(vpc_cidr)
    quarters = list(vpc.subnets(prefixlen_diff=2))
    public_half, small_half = quarters[3].subnets(prefixlen_diff=1)
    small = list(small_half.subnets(prefixlen_diff=5))
    pods = IPv4Network(pod_cidr).subnets(prefixlen_diff=2) if pod_cidr else ()
    return SubnetPlan(
        private=_texts(quarters[:zones]),
        public=_texts(list(islice(public_half.subnets(prefixlen_diff=2), zones))),
        endpoint=_texts(small[:zones]),
        firewall=_texts(small[8 : 8 + zones]),
        egress=_texts(small[16 : 16 + zones]),
        pod=_texts(list(islice(pods, zones))),
    )


def _texts(networks: list[IPv4Network]) -> tuple[str, ...]:
    return tuple(str(network) for network in networks)
