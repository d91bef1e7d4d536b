"""The provider as a plugin of the real engine."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from sandbox.kubernetes.provider.api import Api
from sandbox.layout import Layout

pytestmark = pytest.mark.integration
PROGRAM = Path(__file__).parent / "program"
NAMESPACE = "/api/v1/namespaces/engine-test"
Pulumi = Callable[..., str]


@pytest.fixture(scope="module")
def pulumi(control_plane: Layout, tmp_path_factory: pytest.TempPathFactory) -> Generator[Pulumi]:
    program = tmp_path_factory.mktemp("engine") / "program"
    shutil.copytree(PROGRAM, program)
    environment = {
        **os.environ,
        "PATH": f"{control_plane.bin}:{os.environ['PATH']}",
        "PULUMI_HOME": str(control_plane.pulumi_home),
        "PULUMI_BACKEND_URL": f"file://{control_plane.pulumi_backend}",
        "PULUMI_CONFIG_PASSPHRASE": "tests",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "MLPLATFORM_SANDBOX": str(control_plane.state),
        "KUBECONFIG": str(control_plane.admin_kubeconfig),
    }

    def run(*arguments: str) -> str:
        command = [
            str(control_plane.state / "pulumi" / "bin" / "pulumi"),
            *arguments,
            "--non-interactive",
            "--cwd",
            str(program),
        ]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("stack", "init", "tests")
    yield run
    run("destroy", "--yes", "--skip-preview")


def test_a_tenant_lives_through_preview_update_drift_repair_and_refresh(pulumi: Pulumi, api: Api):
    preview = pulumi("preview")
    assert "+ 8 to create" in preview
    assert api.find(NAMESPACE) is None
    pulumi("up", "--yes", "--skip-preview")
    assert json.loads(pulumi("stack", "output", "available")) == 1
    pulumi("preview", "--expect-no-changes")
    pulumi("refresh", "--preview-only", "--expect-no-changes")
    state = pulumi("stack", "export")
    assert "hunter2hunter2" not in state
    assert "aHVudGVyMmh1bnRlcjI=" not in state
    (policy,) = api.get("/apis/networking.k8s.io/v1/namespaces/engine-test/networkpolicies")["items"]
    api.send(
        "DELETE", f"/apis/networking.k8s.io/v1/namespaces/engine-test/networkpolicies/{policy['metadata']['name']}", {}
    )
    assert "- 1 deleted" in pulumi("refresh", "--yes", "--skip-preview")
    assert "+ 1 created" in pulumi("up", "--yes", "--skip-preview")
    pulumi("destroy", "--yes", "--skip-preview")
    assert api.find(NAMESPACE) is None
