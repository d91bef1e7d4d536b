"""Port ranges in rules of security groups and network ACLs."""

from collections.abc import Mapping

from policies.properties import Properties

ALL = "all ports"
_PORTS = 65536
_EVERY_PROTOCOL = ("-1", "all")


def protocol(rule: Properties) -> str:
    """The protocol of a rule; `-1` or `all` stands for every one."""
    return (rule.text("ipProtocol") or rule.text("protocol")).lower()


def covered(rule: Properties, ports: Mapping[int, str]) -> str:
    """The names of those ports that a rule is about, empty when there are none."""
    if is_every_port(rule):
        return ALL
    first, last = rule.number("fromPort"), rule.number("toPort")
    last = first if last is None else last
    return ", ".join(
        name for port, name in ports.items() if first is not None and last is not None and first <= port <= last
    )


def is_every_port(rule: Properties) -> bool:
    """Whether a rule leaves out no port; port 0 is not counted, as nothing listens there."""
    first, last = rule.number("fromPort"), rule.number("toPort")
    if protocol(rule) in _EVERY_PROTOCOL or first is None or (first, last) == (-1, -1):
        return True
    return last is not None and last - first >= _PORTS - 2
