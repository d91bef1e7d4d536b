"""A control plane with one node, and stacks on it."""

import json
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Generator

import pytest

from sandbox.kubernetes.provider import clusters
from sandbox.kubernetes.provider.api import Api
from sandbox.layout import Layout
from tests.integration.kubernetes_provider.stack import Stack

START_SECONDS = 600  # the first run may have to build the binaries
NAMESPACE_SECONDS = 60
NAMESPACE = "kubernetes:core/v1:Namespace"
NODE = {
    "apiVersion": "v1",
    "kind": "Node",
    "metadata": {"name": "node", "labels": {"kubernetes.io/os": "linux", "topology.kubernetes.io/zone": "a"}},
    "status": {"capacity": {"cpu": "8", "memory": "32Gi", "pods": "110"}},
}


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory) -> Generator[Layout]:
    layout = Layout(tmp_path_factory.mktemp("cluster"))
    command = [sys.executable, "-m", "tests.integration.kubernetes_provider.control_plane", str(layout.root)]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        _await_ready(layout, process)
        Api(clusters.load(str(layout.admin_kubeconfig))).send("POST", "/api/v1/nodes", NODE)
        yield layout
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(layout.state, ignore_errors=True)


@pytest.fixture
def api(control_plane: Layout) -> Api:
    return Api(clusters.load(str(control_plane.admin_kubeconfig)))


@pytest.fixture
def stack(control_plane: Layout, monkeypatch: pytest.MonkeyPatch) -> Stack:
    monkeypatch.setenv("MLPLATFORM_SANDBOX", str(control_plane.state))
    monkeypatch.setenv("PATH", str(control_plane.bin), prepend=":")
    return Stack({"kubeconfig": control_plane.admin_kubeconfig.read_text(), "enableServerSideApply": "true"})


@pytest.fixture
def namespace(stack: Stack, api: Api) -> Generator[str]:
    """A namespace of the test's own, ready for pods; deleted without waiting."""
    name = f"tests-{secrets.token_hex(4)}"
    stack.up(NAMESPACE, name, {"metadata": {"name": name, "annotations": {"pulumi.com/skipAwait": "true"}}})
    deadline = time.monotonic() + NAMESPACE_SECONDS
    while api.find(f"/api/v1/namespaces/{name}/serviceaccounts/default") is None:
        assert time.monotonic() < deadline, "the namespace got no service account, which pods need"
        time.sleep(0.05)
    yield name
    stack.down(NAMESPACE, name)


def _await_ready(layout: Layout, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the control plane ended with {process.returncode}; see {layout.logs}")
        if layout.report.exists() and json.loads(layout.report.read_text())["state"] == "ready":
            return
        time.sleep(0.1)
    pytest.fail(f"the control plane was not ready after {START_SECONDS} s; see {layout.logs}")
