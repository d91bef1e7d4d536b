"""Who reaches whom, as one HTML page without scripts: to send around, to keep with a release, to print."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from reachability.matrix import Matrix, Reading, Way

GRID = 40
"""Most tenants that are shown as a square; beyond it only what is open is listed."""
ALARMING = ("metadata", "nodes", "public-subnets", "api-server", "internet")
"""Places that a tenant does not reach, and is not reached from, without somebody having opened it."""


def page(title: str, matrix: Matrix, ways: Sequence[Way], readings: Sequence[Reading]) -> str:
    """The page. Everything in it is escaped: names and rules come from whoever wrote the stack."""
    tenants, places = sorted(matrix.stack.tenants), list(matrix.places)
    by_pair = {(way.source, way.target): way for way in ways}
    template = Environment(
        loader=PackageLoader("reachability", ""), autoescape=True, undefined=StrictUndefined
    ).get_template("page.html.j2")
    return template.render(
        title=title,
        tenants=tenants,
        places=places,
        callers=[place for place in places if any(way.source == place for way in ways)],
        alarming=ALARMING,
        ways=by_pair,
        proxies=sorted(matrix.stack.proxies),
        detours=matrix.detours(ways),
        between=[way for way in ways if way.source in matrix.stack.tenants and way.target in matrix.stack.tenants],
        grid=len(tenants) <= GRID,
        readings=readings,
    )
