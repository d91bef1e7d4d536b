"""Helm releases."""

import json
from pathlib import Path

import pytest

from sandbox.kubernetes.provider.api import Api
from sandbox.kubernetes.provider.releases.release import RELEASE
from sandbox.layout import Layout
from sandbox.provider.errors import CheckError, PartialError, ProviderError
from sandbox.provider.values import Properties
from tests.integration.kubernetes_provider.stack import Stack

pytestmark = pytest.mark.integration
KARPENTER_CRD = "oci://public.ecr.aws/karpenter/karpenter-crd"
DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "local"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: local\nversion: 1.0.0\nappVersion: '7'\n")
    settings = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: {{ .Values.color | quote }}}\n"
    )
    (folder / "templates" / "settings.yaml").write_text(settings)
    guard = (
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: guard\n"
    )
    (folder / "templates" / "guard.yaml").write_text(guard)
    return folder


def release(chart: Path, namespace: str, color: str) -> Properties:
    return {"chart": str(chart), "name": "local", "namespace": namespace, "values": {"color": color}}


def test_a_release_is_installed_upgraded_and_uninstalled(stack: Stack, namespace: str, api: Api, chart: Path):
    state = stack.up(RELEASE, "local", release(chart, namespace, "red"))
    assert state.id == f"{namespace}/local"
    assert state.outputs["status"] | {"chart": "local", "appVersion": "7", "revision": 1} == state.outputs["status"]
    assert state.outputs["status"]["status"] == "deployed"
    settings = f"/api/v1/namespaces/{namespace}/configmaps/settings"
    assert api.get(settings)["data"] == {"color": "red"}
    assert not stack.diff(RELEASE, "local", release(chart, namespace, "red")).changes
    upgraded = stack.up(RELEASE, "local", release(chart, namespace, "blue"))
    assert upgraded.outputs["status"]["revision"] == 2
    assert api.get(settings)["data"] == {"color": "blue"}
    stack.down(RELEASE, "local")
    assert api.find(settings) is None


def test_webhooks_are_left_out_and_that_is_written_down(
    stack: Stack, namespace: str, api: Api, chart: Path, control_plane: Layout
):
    stack.up(RELEASE, "local", release(chart, namespace, "red"))
    assert api.find("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/guard") is None
    (entry,) = [one for one in json.loads(control_plane.charts.read_text()) if one["namespace"] == namespace]
    assert entry["state"] == "rendered"
    assert entry["why"] == "left out: ValidatingWebhookConfiguration guard"
    stack.down(RELEASE, "local")
    assert namespace not in control_plane.charts.read_text()


def test_a_release_that_somebody_upgraded_or_uninstalled_shows(
    stack: Stack, namespace: str, chart: Path, control_plane: Layout
):
    inputs = release(chart, namespace, "red")
    stack.up(RELEASE, "local", inputs)
    stack.refresh(RELEASE, "local")
    assert not stack.diff(RELEASE, "local", inputs).changes
    other = Stack({"kubeconfig": str(control_plane.admin_kubeconfig)})
    other.up(RELEASE, "somebody", release(chart, namespace, "green"))
    stack.refresh(RELEASE, "local")
    assert "values.color" in stack.diff(RELEASE, "local", inputs).changes
    other.down(RELEASE, "somebody")
    assert stack.refresh(RELEASE, "local") is None


def test_a_release_that_fails_is_kept_with_helms_reason(stack: Stack, namespace: str, chart: Path):
    bad = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Not_A_Name}\n"
    (chart / "templates" / "bad.yaml").write_text(bad)
    with pytest.raises(PartialError, match="Not_A_Name") as failure:
        stack.up(RELEASE, "local", release(chart, namespace, "red"))
    assert failure.value.outputs["status"]["status"] == "failed"


def test_a_chart_that_does_not_render_leaves_nothing(stack: Stack, namespace: str, chart: Path):
    (chart / "templates" / "bad.yaml").write_text('{{ fail "no way" }}')
    with pytest.raises(ProviderError, match="no way"):
        stack.up(RELEASE, "local", release(chart, namespace, "red"))


def test_a_public_chart_of_the_table_is_really_installed(stack: Stack, api: Api):
    inputs: Properties = {
        "chart": KARPENTER_CRD,
        "version": "1.14.1",
        "name": "karpenter-crd",
        "namespace": "kube-system",
    }
    state = stack.up(RELEASE, "karpenter-crd", inputs)
    assert state.outputs["version"] == state.outputs["status"]["version"] == "1.14.1"
    assert api.find(f"{DEFINITIONS}/nodepools.karpenter.sh")
    stack.down(RELEASE, "karpenter-crd")
    assert api.find(f"{DEFINITIONS}/nodepools.karpenter.sh") is None


def test_another_version_than_the_sandbox_has_is_refused_with_both(stack: Stack):
    with pytest.raises(CheckError, match=r"1\.14\.1, not 1\.0\.0"):
        stack.check(RELEASE, "karpenter-crd", {"chart": KARPENTER_CRD, "version": "1.0.0"})


def test_a_chart_that_cannot_be_had_is_recorded_loudly_and_nothing_runs(
    stack: Stack, namespace: str, api: Api, control_plane: Layout
):
    inputs: Properties = {"chart": "oci://example.com/charts/nope", "version": "1.0", "namespace": namespace}
    stack.preview(RELEASE, "nope", inputs)
    assert any("cannot have the chart" in warning for warning in stack.console.warnings)
    state = stack.up(RELEASE, "nope", inputs)
    assert state.outputs["status"]["status"] == "recorded only"
    assert "oci://example.com/charts/nope" in control_plane.charts.read_text()
    assert api.get(f"/api/v1/namespaces/{namespace}/pods")["items"] == []
    assert stack.refresh(RELEASE, "nope") == state
    stack.down(RELEASE, "nope")
    assert "nope" not in control_plane.charts.read_text()
