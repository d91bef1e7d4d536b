"""The settings of the way out of the network."""

import re
from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import AfterValidator

from components.egress_hosts import is_aws_endpoint
from stacks.reading.errors import shown
from stacks.sections.fields import Length, Section, Text, refuse

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_LONGEST = 253
# Domains below which anybody can have a host.
_OF_EVERYBODY = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "cloudflarestorage.com",
    "cloudfront.net",
    "github.io",
    "googleapis.com",
    "windows.net",
)
_REGISTRIES_OF_COUNTRIES = ("ac", "co", "com", "edu", "gov", "net", "org")


def _allowed_host(value: str) -> str:
    name = value.removeprefix(".")
    if "*" in value:
        wanted = value.removeprefix("*").replace("*", "") or "."
        example = wanted if re.fullmatch(rf"(\.{_LABEL}){{2,}}", wanted) else ".example.com"
        refuse(f"{shown(value)!r} is a wildcard; write {example} for a domain and all below it, or name each host")
    if _is_address(name):
        refuse(f"{shown(value)!r} is an address; the firewall looks at names of hosts")
    if name != name.lower():
        refuse(f"{shown(value)!r} has capital letters; write {shown(value.lower())}")
    if len(name) > _LONGEST or not re.fullmatch(rf"{_LABEL}(\.{_LABEL})*", name):
        refuse(f"{shown(value)!r} is not a host name; write it without protocol, port and path")
    if "." not in name or (value.startswith(".") and _is_open(name)):
        refuse(f"{shown(value)!r} lets through hosts of everybody; name the host that is meant")
    return value


def _is_address(name: str) -> bool:
    try:
        ip_address(name.partition("/")[0].strip("[]"))
    except ValueError:
        return False
    return True


def _is_open(domain: str) -> bool:
    first, *rest = domain.split(".")
    if len(rest) == 1 and first in _REGISTRIES_OF_COUNTRIES:
        return True
    return domain.endswith(".amazonaws.com") or any(f".{one}".endswith(f".{domain}") for one in _OF_EVERYBODY)


AllowedHost = Annotated[Text, AfterValidator(_allowed_host)]


def _not_of_aws(value: str) -> str:
    if is_aws_endpoint(value):
        refuse(
            f"{value!r} is an endpoint of AWS, behind which everybody's buckets are, too; list buckets in `data`, call "
            "AWS by `network.interface_endpoints`, and give a service of your own there a name of your own"
        )
    return value


TenantHost = Annotated[AllowedHost, AfterValidator(_not_of_aws)]


class NetworkEgress(Section):
    """Who may be called on the Internet, through the NAT gateways."""

    mode: Literal["open", "inspected"] = "open"
    """`inspected`: a firewall lets through HTTP and HTTPS to the hosts that the platform needs and to `allowed_hosts`,
    and logs the rest; costs by the hour, zone and GB. `open`: every host that a network policy lets be called."""
    allowed_hosts: Annotated[tuple[AllowedHost, ...], Length(0, 200)] = ()
    """inspected: hosts of your own models and jobs, for example pypi.org, or .example.com for a domain and all below
    it. What the platform itself needs is let through without being listed."""
    deletion_protection: bool = True
    """inspected: whether AWS refuses to delete the firewall."""
    change_protection: bool = True
    """inspected: whether AWS refuses to change the firewall's zones; false for one deployment to add a zone."""
