"""`mlplatform sandbox …`: the emulated account and the cluster themselves."""

import dataclasses
from collections import deque
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from infra.cli.console import CommandError, output, print_json, progress, step
from infra.cli.locks import one_at_a_time
from infra.cli.start import build_tools, start_sandbox
from sandbox import lifecycle
from sandbox import status as sandbox_status
from sandbox.controllers.capacity import limit as limit_capacity
from sandbox.engine import old_builds
from sandbox.kubernetes.provider.releases.record import ChartRecord
from sandbox.layout import Layout

ROOT = Path(__file__).resolve().parents[2]
app = typer.Typer(
    help="The embedded sandbox: a Kubernetes control plane and an emulated AWS account.", no_args_is_help=True
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


@app.command(epilog="Example: mlplatform sandbox start")
def start() -> None:
    """Start the sandbox without deploying anything."""
    with one_at_a_time(ROOT, "sandbox start"):
        start_sandbox(ROOT)


@app.command(epilog="Example: mlplatform sandbox build")
def build() -> None:
    """Build the tools that no clone of this user has built yet, and start nothing; for CI caches and for tests."""
    build_tools()


@app.command(epilog="Example: mlplatform sandbox status --json")
def status(*, as_json: Json = False) -> None:
    """Show processes, memory, endpoints and charts. Exit code 3: it is not running."""
    current = sandbox_status.status(ROOT)
    if as_json:
        print_json(dataclasses.asdict(current))
    else:
        _show(current)
    if not current.is_ready:
        raise typer.Exit(3)


@app.command(epilog="Example: mlplatform sandbox logs kubernetes --lines 100")
def logs(
    process: Annotated[str, typer.Argument(help="Process, as `status` names it; without it all are listed.")] = "",
    lines: Annotated[int, typer.Option(min=1, help="How many lines, from the end.")] = 50,
) -> None:
    """Print the end of a process's log."""
    available = sorted(path.stem for path in Layout(ROOT).logs.glob("*.log"))
    if not process:
        output.print("\n".join(available) if available else "No logs: no sandbox has run here.")
        return
    if process not in available:
        raise CommandError(f"there is no log of {process!r}", fix=f"logs: {', '.join(available) or 'none yet'}", code=2)
    with (Layout(ROOT).logs / f"{process}.log").open(errors="replace") as log:
        output.print("".join(deque(log, maxlen=lines)), end="", markup=False)


@app.command(epilog="Example: mlplatform sandbox capacity g6.2xlarge --zone a --spot 0")
def capacity(
    instance_type: Annotated[str, typer.Argument(help="EC2 instance type.")],
    zone: Annotated[str, typer.Option(help="Zone, or its last letter; all zones without it.")] = "",
    spot: Annotated[int | None, typer.Option(min=0, help="Spot instances that may run at once.")] = None,
    on_demand: Annotated[int | None, typer.Option(min=0, help="On-demand instances that may run at once.")] = None,
    *,
    restore: Annotated[bool, typer.Option("--restore", help="Give all of it back.")] = False,
) -> None:
    """Take capacity away from Karpenter, or give it back; running nodes stay. Without options: show it."""
    given = {"spot": spot, "on-demand": on_demand}
    limits = dict.fromkeys(given) if restore else {kind: limit for kind, limit in given.items() if limit is not None}
    table = Table("zone", "capacity", "USD/hour", "limit", box=None, header_style="dim")
    for one in limit_capacity(ROOT, instance_type, zone, limits):
        table.add_row(
            one.zone, one.capacity_type, f"{one.usd_per_hour:.4f}", "" if one.limit is None else str(one.limit)
        )
    output.print(table)


@app.command(epilog="Example: mlplatform sandbox cache --prune --days 7")
def cache(
    *,
    prune: Annotated[bool, typer.Option("--prune", help="Remove builds that nobody used for --days.")] = False,
    days: Annotated[int, typer.Option(min=0, help="0: all that no sandbox runs and nobody used within the hour.")] = 30,
    as_json: Json = False,
) -> None:
    """Show the tool builds that all clones of this user share, or remove old ones; a missing one is built again."""
    removed = old_builds.prune(timedelta(days=days)) if prune else []
    kept = old_builds.builds()
    if as_json:
        print_json({"kept": list(map(dataclasses.asdict, kept)), "removed": list(map(dataclasses.asdict, removed))})
        return
    table = Table("build", "MiB", "last used", "", box=None, header_style="dim")
    for build in (*kept, *removed):
        note = "removed" if build in removed else "runs" if build.runs else ""
        table.add_row(build.name, str(build.size_mib), f"{build.used.astimezone():%Y-%m-%d %H:%M}", note)
    output.print(table)


@app.command(epilog="Example: mlplatform sandbox reset")
def reset() -> None:
    """Stop the sandbox and forget its account, cluster, stacks and logs."""
    with one_at_a_time(ROOT, "sandbox reset"), step("Resetting the sandbox"):
        lifecycle.reset(ROOT)


@app.command(epilog="Example: mlplatform sandbox down")
def down() -> None:
    """Stop the sandbox; its account, cluster and stacks are gone then, the logs stay."""
    with one_at_a_time(ROOT, "sandbox down"), step("Stopping the sandbox"):
        lifecycle.stop(ROOT)


def _show(current: sandbox_status.Status) -> None:
    if not current.processes:
        output.print(f"The sandbox is {current.state}. {current.reason}".rstrip(), markup=False)
        return
    took = f"started in {current.start_seconds} s"
    output.print(f"[bold]{current.state}[/] since {current.started}, {took}, {current.memory_mib} MiB")
    output.print(f"Kubernetes {current.kubernetes_endpoint}   AWS {current.aws_endpoint}")
    table = Table("process", "state", "pid", "restarts", "MiB", "note", box=None, header_style="dim")
    for one in current.processes:
        table.add_row(one.name, one.state, str(one.pid or ""), str(one.restarts), str(one.memory_mib), one.reason)
    output.print(table)
    charts = ChartRecord(Layout(ROOT).charts).entries()
    if charts:
        table = Table("release", "namespace", "chart", "version", "state", "note", box=None, header_style="dim")
        for chart in charts:
            name = chart.chart.rpartition("/")[2]
            table.add_row(chart.release, chart.namespace, name, chart.version, chart.state, chart.why)
        output.print(table)
    if current.reason:
        progress.print(current.reason, markup=False)
