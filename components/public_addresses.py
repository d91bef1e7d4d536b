"""Which addresses are the Internet's."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Network

SPECIAL_RANGES = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip
"""What is not the Internet's: "IPv4 Special-Purpose Address Space", IANA, read 2026-11-21."""


def _without(ranges: Iterable[IPv4Network], special: IPv4Network) -> Iterator[IPv4Network]:
    for each in ranges:
        if special.subnet_of(each):
            yield from each.address_exclude(special)
        else:
            yield each


def _public() -> Sequence[str]:
    ranges: Iterable[IPv4Network] = [IPv4Network("0.0.0.0/0")]
    for special in map(IPv4Network, SPECIAL_RANGES):
        ranges = list(_without(ranges, special))
    return tuple(map(str, sorted(ranges)))


# The VPC CNI has ignored exceptions of a range before (aws/aws-network-policy-agent, issues 92 and 180, read 2026-11).
PUBLIC_RANGES = _public()
"""All others, as ranges without exceptions."""
