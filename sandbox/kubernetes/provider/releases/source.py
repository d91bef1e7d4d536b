"""Where the chart of a release comes from: a Go module, a local folder, or nowhere."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.releases import charts
from sandbox.kubernetes.provider.releases.chart_folder import chart_folder
from sandbox.kubernetes.provider.releases.charts import Chart
from sandbox.provider.values import Properties


@dataclass(frozen=True)
class Source:
    """A folder to render, and what it lacks."""

    folder: Path
    left_out: tuple[str, ...] = ()


def reference(inputs: Properties) -> str:
    """The chart as the program names it, with its repository."""
    return charts.reference(str(inputs["chart"]), _repository(inputs))


def known_chart(inputs: Properties) -> Chart | None:
    """The chart in the sandbox's table."""
    return charts.find(reference(inputs))


def source(inputs: Properties, cache: Path) -> Source | None:
    """The chart's folder; None if the sandbox cannot have it."""
    if chart := known_chart(inputs):
        return Source(chart_folder(chart, cache), chart.without)
    return Source(_local(inputs).resolve()) if _is_local(inputs) else None


def can_be_had(inputs: Properties) -> bool:
    """Whether `source` will find it."""
    return known_chart(inputs) is not None or _is_local(inputs)


def _is_local(inputs: Properties) -> bool:
    return not _repository(inputs) and _local(inputs).exists()


def _local(inputs: Properties) -> Path:
    return Path(str(inputs["chart"]))


def _repository(inputs: Properties) -> str:
    return str(section(inputs, "repositoryOpts").get("repo") or "")
