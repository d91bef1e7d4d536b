"""The stand-in must never touch a real AWS account: every endpoint has to be on this machine."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from sandbox.provider.errors import ProviderError

_ENDPOINT = "AWS_ENDPOINT_URL"


def require_loopback(environment: Mapping[str, str]) -> str:
    """The endpoint of the emulated account, or ProviderError if any AWS endpoint is not on this machine."""
    endpoint = environment.get(_ENDPOINT, "")
    named = {name: value for name, value in environment.items() if name.startswith(f"{_ENDPOINT}_") and value}
    for name, value in {_ENDPOINT: endpoint, **named}.items():
        if not _is_loopback(value):
            message = (
                f"this is the sandbox's stand-in for pulumi-aws and it refuses to run: {name} is "
                f"{value or 'not set'!r}, and must be a loopback address such as http://127.0.0.1:5000. "
                "Start the sandbox with `make up`, or take its plugin directory out of PULUMI_HOME to use real AWS."
            )
            raise ProviderError(message)
    return endpoint


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
