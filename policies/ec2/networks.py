"""Address ranges in rules: when is one as good as the whole Internet?"""

from ipaddress import IPv4Network, IPv6Network, ip_network


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
