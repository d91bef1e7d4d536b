import json
from pathlib import Path

import pytest

from sandbox.kubernetes.provider.releases import chart_folder as module
from sandbox.kubernetes.provider.releases.chart_folder import chart_folder, merged
from sandbox.kubernetes.provider.releases.charts import Chart
from sandbox.kubernetes.provider.yaml_text import parse

CHART = Chart(
    references=("oci://example.com/charts/web",),
    version="v1.2.3",
    module="example.com/web",
    module_version="v1.2.3",
    directory="charts/web",
    values={"image": {"tag": "v1.2.3"}},
    placeholders={"Image": "example.com/web:v1.2.3"},
    without=("templates/webhook.yaml",),
)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "module" / "charts" / "web"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("name: web\nversion: 0.0.0\nappVersion: latest\n")
    (folder / "values.tmpl.yaml").write_text("full: ${Image}\nimage: {tag: latest, pullPolicy: Always}\n")
    for name in ("deployment.yaml", "webhook.yaml"):
        (folder / "templates" / name).write_text("kind: X\n")
    for path in [*folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)

    def module_dir(_path: str, _version: str) -> Path:
        return tmp_path / "module"

    monkeypatch.setattr(module, "module_dir", module_dir)
    return folder


@pytest.mark.usefixtures("source")
def test_a_chart_is_packaged_as_its_publisher_would(tmp_path: Path):
    folder = chart_folder(CHART, tmp_path / "cache")
    assert json.loads((folder / "Chart.yaml").read_text()) == {
        "name": "web",
        "version": "v1.2.3",
        "appVersion": "v1.2.3",
    }
    values = parse((folder / "values.yaml").read_text())
    assert values == {"full": "example.com/web:v1.2.3", "image": {"tag": "v1.2.3", "pullPolicy": "Always"}}


@pytest.mark.usefixtures("source")
def test_webhooks_in_hooks_are_taken_out(tmp_path: Path):
    folder = chart_folder(CHART, tmp_path / "cache")
    assert [path.name for path in (folder / "templates").iterdir()] == ["deployment.yaml"]


def test_a_chart_is_made_once(tmp_path: Path, source: Path):
    first = chart_folder(CHART, tmp_path / "cache")
    (source / "Chart.yaml").chmod(0o644)
    (source / "Chart.yaml").write_text("name: changed\n")
    assert chart_folder(CHART, tmp_path / "cache") == first
    assert "changed" not in (first / "Chart.yaml").read_text()


def test_values_are_merged_deeply():
    assert merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 4}, "d": {"e": 5}}) == {
        "a": {"b": 4, "c": 2},
        "d": {"e": 5},
    }
