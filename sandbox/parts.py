"""What the supervisor runs: one process each, and how to see that it is ready."""

import contextlib
import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Health:
    """An address on loopback that answers 200 when the part is ready."""

    port: int
    path: str
    tls: ssl.SSLContext | None = None

    def is_ready(self) -> bool:
        """Ask once."""
        with contextlib.closing(connect(self.port, self.tls)) as connection:
            try:
                connection.request("GET", self.path)
                return connection.getresponse().status == http.client.OK
            except (OSError, http.client.HTTPException):
                return False


@dataclass(frozen=True)
class Part:
    """A process of the sandbox."""

    name: str
    command: tuple[str, ...]
    health: Health
    after: tuple[str, ...] = ()
    """Parts that must be ready before this one starts."""
    once_ready: Callable[[], None] | None = None
    """Runs once, before the part counts as ready."""
    vital: bool = False
    """Its state is lost with it, so its end is the end of the sandbox; other parts are restarted."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    before_start: Callable[[], None] | None = field(default=None, compare=False)
    """Runs before each start of the process."""
    optional: bool = False
    """It comes and goes while the sandbox runs; however often it fails, the sandbox goes on and tries again."""


def connect(port: int, tls: ssl.SSLContext | None = None) -> http.client.HTTPConnection:
    """Return a connection to a server on loopback, past any proxy of the environment."""
    if tls is None:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    return http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=tls)
