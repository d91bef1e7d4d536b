"""A chart's folder as its publisher would package it, made once from a Go module."""

import json
import shutil
import tempfile
from pathlib import Path
from string import Template
from typing import cast

from filelock import FileLock

from sandbox.engine.sources import module_dir
from sandbox.errors import SandboxError
from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.releases.charts import Chart
from sandbox.kubernetes.provider.yaml_text import parse
from sandbox.private_files import make_private_directory
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties


def chart_folder(chart: Chart, cache: Path) -> Path:
    """The folder of a chart, made on first use."""
    folder = cache / f"{chart.name}-{chart.version}"
    make_private_directory(cache)
    with FileLock(cache / f"{folder.name}.lock"):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=cache) as scratch:
                made = Path(scratch) / folder.name
                _make(chart, _source(chart), made)
                made.rename(folder)
    return folder


def _source(chart: Chart) -> Path:
    try:
        return module_dir(chart.module, chart.module_version) / chart.directory
    except SandboxError as error:
        message = f"the files of chart {chart.name} {chart.version} cannot be had: {error}"
        raise ProviderError(message) from error


def _make(chart: Chart, source: Path, target: Path) -> None:
    # Files of the module cache are read-only.
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir())]:
        folder.chmod(0o700)
    for name in chart.without:
        (target / name).unlink()
    description = _load(target / "Chart.yaml")
    if description["version"] != chart.version:
        _save(target / "Chart.yaml", {**description, "version": chart.version, "appVersion": chart.version})
    template = target / "values.tmpl.yaml"
    if template.exists():
        filled = Template(template.read_text()).safe_substitute(chart.placeholders)
        (target / "values.yaml").write_text(filled)
    if chart.values:
        _save(target / "values.yaml", merged(_load(target / "values.yaml"), chart.values))


def merged(base: Properties, over: Properties) -> Properties:
    """Deep merge, as Helm merges values."""
    result = dict(base)
    for key, value in over.items():
        result[key] = merged(section(base, key), cast("Properties", value)) if isinstance(value, dict) else value
    return result


def _load(file: Path) -> Properties:
    return cast("Properties", parse(file.read_text()) or {})


def _save(file: Path, content: Properties) -> None:
    # JSON is YAML too.
    file.write_text(json.dumps(content, indent=2))
