"""What `mlplatform firewall` shows: a table, changes, a page."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.table import Table

from infra.cli.console import CommandError, output, progress
from reachability.difference import Change, ReadingChange
from reachability.matrix import Matrix, Reading, Way


def table(matrix: Matrix, ways: Sequence[Way]) -> Table:
    """Tenants and their egress proxies against places; what is between them is said in words."""
    reached = {(way.source, way.target): str(way.ports) for way in ways}
    places = list(matrix.places)
    shown = Table("tenant", "reached by", *(f"→ {place}" for place in places), box=None, header_style="dim")
    detours = matrix.detours(ways)
    for tenant in (*sorted(matrix.stack.tenants), *sorted(matrix.stack.proxies)):
        sources = ", ".join(_sources(tenant, places, reached)) or "·"
        cells = [reached.get((tenant, place), "·") for place in places[:-1]]
        # Who cannot call the Internet itself may still meet hosts there.
        internet = reached.get((tenant, places[-1])) or ("by proxy" if tenant in detours else "·")
        shown.add_row(tenant, sources, *cells, internet)
    return shown


def _sources(tenant: str, places: list[str], reached: dict[tuple[str, str], str]) -> Iterator[str]:
    for place in places:
        if opened := reached.get((place, tenant)):
            yield f"{place} {opened}"


def say(changes: Sequence[Change], models: Sequence[ReadingChange]) -> None:
    """A line for each change, as in a diff."""
    for one in changes:
        ports = f"{str(one.before) or 'nothing'} → {str(one.after) or 'nothing'}"
        why = f" ({'; '.join(one.because)})" if one.opens else ""
        output.print(f"{'+' if one.opens else '-'} {one.source} → {one.target}: {ports}{why}", markup=False)
    for one in models:
        why = f": {one.because}" if one.after else ""
        output.print(f"{'+' if one.after else '-'} {one.reader} reads the model of {one.owner}{why}", markup=False)
    if not changes and not models:
        output.print("Nothing opens, nothing closes.")


def write_page(file: Path, title: str, matrix: Matrix, ways: Sequence[Way], readings: Sequence[Reading]) -> None:
    """Write the HTML page."""
    # Templates take time to import, and most runs need none.
    from reachability.page import page  # noqa: PLC0415

    try:
        file.write_text(page(title, matrix, ways, readings), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error}", fix="name a file in a folder that exists") from error
    progress.print(f"The page is in {file}.", markup=False)
