"""`mlplatform firewall …`: who can reach whom, computed from the resources of a stack."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.table import Table

from infra.cli.console import CommandError, output, print_json, step
from infra.cli.pulumi import Pulumi
from infra.cli.start import use_sandbox
from reachability import difference, stack
from reachability.difference import Change, ReadingChange
from reachability.matrix import Matrix, Reading, Way
from reachability.resources import Resource, from_export, from_preview

ROOT = Path(__file__).resolve().parents[2]
app = typer.Typer(help="Who can reach whom: network policies, endpoints, IAM, buckets and keys in one verdict.")

Environment = Annotated[str, typer.Option("--env", help="Environment that is deployed on the sandbox.")]
File = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="What `pulumi stack export` or `pulumi preview --json` printed, of any stack; - is stdin.",
        allow_dash=True,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
_EXAMPLES = "Examples: mlplatform firewall; pulumi stack export -s prod | mlplatform firewall --from - --json"


@app.callback(invoke_without_command=True, epilog=_EXAMPLES)
def show(
    context: typer.Context, environment: Environment = "dev", source: File = None, *, as_json: Json = False
) -> None:
    """Show what every tenant reaches and who reaches it; what is not shown is closed."""
    if context.invoked_subcommand:
        return
    matrix = _matrix(environment, source)
    with step("Computing who reaches whom"):
        ways, readings = list(matrix.ways()), list(matrix.readings())
    if as_json:
        print_json(
            {
                "tenants": sorted(matrix.stack.tenants),
                "ways": [
                    {"from": one.source, "to": one.target, "ports": str(one.ports), "because": one.because}
                    for one in ways
                ],
                "models": [
                    {
                        "reader": one.reader,
                        "owner": one.owner,
                        "certain": one.decision.allowed is True,
                        "because": one.decision.because,
                    }
                    for one in readings
                ],
            }
        )
        return
    output.print(_table(matrix, ways))
    between = [way for way in ways if way.source in matrix.stack.tenants and way.target in matrix.stack.tenants]
    for way in between:
        output.print(f"{way.source} reaches {way.target}: {way.ports} ({'; '.join(way.because)})", markup=False)
    for one in readings:
        sure = "reads" if one.decision.allowed else "may read"
        output.print(f"{one.reader} {sure} the model of {one.owner}: {one.decision.because}", markup=False)
    if not between and not readings:
        output.print("No tenant reaches another, and none reads another's model.")


@app.command(
    epilog="Examples: mlplatform firewall explain iris internet 443; mlplatform firewall explain gateway iris 8080"
)
def explain(
    source: Annotated[
        str, typer.Argument(help="Tenant, place (gateway, dns, endpoints, nodes, internet …) or address.")
    ],
    target: Annotated[str, typer.Argument(help="Tenant, place or address.")],
    port: Annotated[str, typer.Argument(help="Port, of TCP unless it says otherwise: 443, udp/53.")],
    environment: Environment = "dev",
    file: File = None,
    *,
    as_json: Json = False,
) -> None:
    """Name the rules that allow a connection, or what denies it. Between tenants: whether the model is read, too."""
    wanted = _port(port)
    matrix = _matrix(environment, file)
    try:
        allowed, because = matrix.explain(source, target, wanted)
    except KeyError as error:
        known = ", ".join([*sorted(matrix.stack.tenants), *matrix.places])
        raise CommandError(f"{error.args[0]!r} is no tenant, no place and no address", fix=f"one of: {known}") from None
    tenants = matrix.stack.tenants
    reading = matrix.reads(source, target) if source in tenants and target in tenants and source != target else None
    if as_json:
        model = reading and {"allowed": reading.allowed, "because": reading.because}
        print_json({"allowed": allowed, "because": because, "reads_model": model})
        return
    output.print(f"{source} → {target} {wanted[0]} {wanted[1]}: {'allowed' if allowed else 'denied'}", markup=False)
    for reason in because:
        output.print(f"  {reason}", markup=False)
    if reading:
        verdict = {True: "allowed", None: "perhaps: it depends on what is known after `up` only", False: "denied"}
        output.print(f"{source} reads the model of {target}: {verdict[reading.allowed]}", markup=False)
        output.print(f"  {reading.because}", markup=False)


@app.command(
    epilog="Example: pulumi stack export -s prod > before.json; pulumi preview -s prod --json > after.json; "
    "mlplatform firewall diff before.json after.json"
)
def diff(
    before: Annotated[Path, typer.Argument(help="A stack as it is: what `pulumi stack export` printed.")],
    after: Annotated[Path, typer.Argument(help="The stack as it will be: what `pulumi preview --json` printed.")],
    *,
    fail_on_opening: Annotated[bool, typer.Option(help="Exit code 4 if something is opened.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a change opens and closes."""
    (old_ways, old_readings), (new_ways, new_readings) = (_open(_printed(file)) for file in (before, after))
    changes = list(difference.ways(old_ways, new_ways))
    models = list(difference.readings(old_readings, new_readings))
    if as_json:
        print_json(
            {
                "ways": [
                    {"from": one.source, "to": one.target, "before": str(one.before), "after": str(one.after)}
                    | {"opens": one.opens, "because": one.because}
                    for one in changes
                ],
                "models": [asdict(one) for one in models],
            }
        )
    else:
        _say(changes, models)
    if fail_on_opening and (any(one.opens for one in changes) or any(one.after for one in models)):
        raise typer.Exit(4)


def _say(changes: Sequence[Change], models: Sequence[ReadingChange]) -> None:
    for one in changes:
        ports = f"{str(one.before) or 'nothing'} → {str(one.after) or 'nothing'}"
        why = f" ({'; '.join(one.because)})" if one.opens else ""
        output.print(f"{'+' if one.opens else '-'} {one.source} → {one.target}: {ports}{why}", markup=False)
    for one in models:
        why = f": {one.because}" if one.after else ""
        output.print(f"{'+' if one.after else '-'} {one.reader} reads the model of {one.owner}{why}", markup=False)
    if not changes and not models:
        output.print("Nothing opens, nothing closes.")


def _matrix(environment: str, file: Path | None) -> Matrix:
    return _read(_printed(file) if file else _deployed(environment))


def _read(printed: dict[str, Any]) -> Matrix:
    try:
        return Matrix(stack.read(_resources(printed)))
    except stack.UnreadableError as error:
        raise CommandError(f"nothing to compute from: {error}", fix="deploy a tenant first, or preview one") from error


def _open(printed: dict[str, Any]) -> tuple[list[Way], list[Reading]]:
    """What is open; nothing, in a stack without tenants such as one that is not deployed yet."""
    try:
        matrix = Matrix(stack.read(_resources(printed)))
    except stack.UnreadableError:
        return [], []
    return list(matrix.ways()), list(matrix.readings())


def _resources(printed: dict[str, Any]) -> list[Resource]:
    return from_preview(printed) if "steps" in printed else from_export(printed)


def _deployed(environment: str) -> dict[str, Any]:
    use_sandbox(ROOT, environment)
    return cast("dict[str, Any]", Pulumi(ROOT, environment).read("stack", "export"))


def _printed(file: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        printed = json.loads(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}", fix="give what `pulumi stack export` printed") from error
    if not isinstance(printed, dict) or not {"steps", "deployment"} & printed.keys():
        raise CommandError(
            f"{file} holds neither a deployment nor steps",
            fix="give what `pulumi stack export` or `pulumi preview --json` printed",
        )
    return cast("dict[str, Any]", printed)


def _port(written: str) -> tuple[str, int]:
    protocol, slash, number = written.rpartition("/")
    name = protocol.upper() if slash else "TCP"
    if name not in {"TCP", "UDP", "SCTP"} or not number.isdecimal() or not 0 < int(number) < 2**16:
        raise CommandError(f"{written!r} is not a port", fix="write 443, tcp/443 or udp/53", code=2)
    return name, int(number)


def _table(matrix: Matrix, ways: list[Way]) -> Table:
    reached = {(way.source, way.target): str(way.ports) for way in ways}
    places = list(matrix.places)
    table = Table("tenant", "reached by", *(f"→ {place}" for place in places), box=None, header_style="dim")
    for tenant in sorted(matrix.stack.tenants):
        sources = ", ".join(_sources(tenant, places, reached)) or "·"
        table.add_row(tenant, sources, *(reached.get((tenant, place), "·") for place in places))
    return table


def _sources(tenant: str, places: list[str], reached: dict[tuple[str, str], str]) -> Iterator[str]:
    for place in places:
        if opened := reached.get((place, tenant)):
            yield f"{place} {opened}"
