"""Address ranges in rules: when is one as good as the whole Internet?"""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeVar

T = TypeVar("T")


def network(cidr: str) -> IPv4Network | IPv6Network | None:
    """The range, or None for what is not one (AWS and Kubernetes refuse it anyway)."""
    try:
        return ip_network(cidr.strip(), strict=False)
    except ValueError:
        return None


def is_anywhere(cidr: str) -> bool:
    """Whether a range holds half of all addresses or more; two halves are the usual disguise of the whole."""
    found = network(cidr)
    return found is not None and found.prefixlen <= 1


def overlap(one: str, other: str) -> bool:
    """Whether two ranges share an address."""
    first, second = network(one), network(other)
    if isinstance(first, IPv4Network):
        return isinstance(second, IPv4Network) and first.overlaps(second)
    return first is not None and isinstance(second, IPv6Network) and first.overlaps(second)


def is_within(one: str, other: str) -> bool:
    """Whether a range lies wholly in another one."""
    inner, outer = network(one), network(other)
    return inner is not None and outer is not None and overlap(one, other) and inner.prefixlen >= outer.prefixlen


def overlapping(placed: Sequence[tuple[str, T]]) -> Iterator[tuple[T, T]]:
    """The owners of ranges that share addresses: the wider one's, the narrower one's.

    Ranges are nested or apart, so one pass over the sorted ones finds all that lie in a wider one.
    """
    blocks = [(network(cidr), owner) for cidr, owner in placed]
    spans = sorted(
        (
            (found.version, int(found.network_address), found.prefixlen, index)
            for index, (found, _) in enumerate(blocks)
            if found
        )
    )
    widest = -1
    for *_, index in spans:
        if widest >= 0 and overlap(placed[widest][0], placed[index][0]):
            yield placed[widest][1], placed[index][1]
        else:
            widest = index
