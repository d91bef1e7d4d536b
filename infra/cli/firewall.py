"""`mlplatform firewall …`: who can reach whom, computed from the resources of a stack."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from infra.cli import firewall_input, firewall_output
from infra.cli.console import CommandError, output, print_json, step
from reachability import difference

app = typer.Typer(help="Who can reach whom: network policies, endpoints, IAM, buckets and keys in one verdict.")

Environment = Annotated[str, typer.Option("--env", help="Environment that is deployed on the sandbox.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--from",
        help="What `pulumi stack export` or `pulumi preview --json --show-sames` printed, of any stack; "
        "- is stdin. Of several stacks: once for each, or a folder with a file for each.",
        allow_dash=True,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
_EXAMPLES = (
    "Examples: mlplatform firewall; mlplatform firewall --html firewall.html; "
    "pulumi stack export -s prod | mlplatform firewall --from - --json"
)


@app.callback(invoke_without_command=True, epilog=_EXAMPLES)
def show(
    context: typer.Context,
    environment: Environment = "dev",
    files: Files = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with every way and its rules here.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show what every tenant reaches and who reaches it; what is not shown is closed."""
    if context.invoked_subcommand:
        return
    matrix = firewall_input.matrix(environment, files or [])
    with step("Computing who reaches whom"):
        ways, readings = list(matrix.ways()), list(matrix.readings())
    if html:
        title = ", ".join(file.stem for file in files) if files else environment
        firewall_output.write_page(html, title, matrix, ways, readings)
    if as_json:
        print_json(
            {
                "tenants": sorted(matrix.stack.tenants),
                "proxies": {name: one.hosts for name, one in sorted(matrix.stack.proxies.items())},
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
    output.print(firewall_output.table(matrix, ways))
    between = [way for way in ways if way.source in matrix.stack.tenants and way.target in matrix.stack.tenants]
    for way in between:
        output.print(f"{way.source} reaches {way.target}: {way.ports} ({'; '.join(way.because)})", markup=False)
    for tenant, hosts in matrix.detours(ways).items():
        output.print(f"{tenant} meets {'; '.join(hosts)}", markup=False)
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
    files: Files = None,
    *,
    as_json: Json = False,
) -> None:
    """Name the rules that allow a connection, or what denies it. Between tenants: whether the model is read, too."""
    wanted = _port(port)
    matrix = firewall_input.matrix(environment, files or [])
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
    epilog="Examples: mlplatform firewall diff; "
    "pulumi stack export -s prod > before.json; pulumi preview -s prod --json --show-sames > after.json; "
    "mlplatform firewall diff before.json after.json"
)
def diff(
    before: Annotated[
        Path | None,
        typer.Argument(
            help="A stack as it is: what `pulumi stack export` printed. Of several stacks: a folder, a file for each.",
            show_default=False,
        ),
    ] = None,
    after: Annotated[
        Path | None,
        typer.Argument(
            help="The same as it will be: what `pulumi preview --json --show-sames` printed.", show_default=False
        ),
    ] = None,
    environment: Environment = "dev",
    *,
    fail_on_opening: Annotated[bool, typer.Option(help="Exit code 4 if something is opened.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a change opens and closes: between two files, or between what is deployed and what `up` would make."""
    if (before is None) != (after is None):
        raise CommandError("one file says nothing about a change", fix="give both files, or none", code=2)
    sides = (
        (firewall_input.from_files([before]), firewall_input.from_files([after]))
        if before and after
        else (firewall_input.deployed(environment), firewall_input.previewed(environment))
    )
    (old_ways, old_readings), (new_ways, new_readings) = map(firewall_input.opened, sides)
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
        firewall_output.say(changes, models)
    if fail_on_opening and (any(one.opens for one in changes) or any(one.after for one in models)):
        raise typer.Exit(4)


def _port(written: str) -> tuple[str, int]:
    protocol, slash, number = written.rpartition("/")
    name = protocol.upper() if slash else "TCP"
    if name not in {"TCP", "UDP", "SCTP"} or not number.isdecimal() or not 0 < int(number) < 2**16:
        raise CommandError(f"{written!r} is not a port", fix="write 443, tcp/443 or udp/53", code=2)
    return name, int(number)
