"""An emulated AWS account in a process of its own: moto keeps one account per process."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.sandbox.aws.provider.api_server import start


@contextmanager
def emulated_account(state: Path) -> Generator[dict[str, str]]:
    """Run one; the variables lead a client to it."""
    api_server, kubeconfig = start(state)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--port", str(port), "--state", str(state), "--kubeconfig", str(kubeconfig)]
    server = subprocess.Popen([sys.executable, "-m", "sandbox.aws.server", *options])
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/_sandbox/health", server)
        credentials = json.loads((state / "credentials.json").read_text())
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": credentials["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": credentials["secret_access_key"],
            "AWS_SESSION_TOKEN": credentials["session_token"],
        }
    finally:
        api_server.shutdown()
        server.terminate()
        server.wait(10)


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 a loopback address
                return
        except OSError:
            time.sleep(0.1)
    message = "the emulated account did not start"
    raise TimeoutError(message)
