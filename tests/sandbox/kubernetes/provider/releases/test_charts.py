import pytest
import yaml

from sandbox.engine.sources import PINS, module_dir
from sandbox.engine.toolsets import required_versions
from sandbox.kubernetes.provider.releases import charts
from sandbox.kubernetes.provider.releases.charts import CHARTS, Chart


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_every_chart_comes_from_a_pinned_module_of_the_same_release(chart: Chart):
    assert required_versions(PINS)[chart.module] == chart.module_version
    description = module_dir(chart.module, chart.module_version) / chart.directory / "Chart.yaml"
    in_module = yaml.safe_load(description.read_text())
    assert chart.version.lstrip("v") in (chart.module_version.lstrip("v"), in_module["version"])


def test_no_reference_means_two_charts():
    references = [reference for chart in CHARTS for reference in chart.references]
    assert len(references) == len(set(references))


@pytest.mark.parametrize(
    ("chart", "repository", "name"),
    [
        ("oci://public.ecr.aws/karpenter/karpenter", "", "karpenter"),
        ("oci://ghcr.io/kserve/charts/kserve-crd", "", "kserve-crd"),
        ("cert-manager", "https://charts.jetstack.io/", "cert-manager"),
    ],
)
def test_public_references_are_found(chart: str, repository: str, name: str):
    found = charts.find(charts.reference(chart, repository))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "reference", ["karpenter", "oci://example.com/charts/karpenter", "https://charts.bitnami.com/redis"]
)
def test_a_chart_of_somebody_else_is_not_taken_for_one_of_these(reference: str):
    assert charts.find(reference) is None
