"""A Kubernetes control plane of the tests' own: `python -m tests.integration.kubernetes_provider.control_plane DIR`."""

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from sandbox.engine import cache, tools
from sandbox.installation import TOOLS, binaries, install
from sandbox.kubernetes import control_plane, pki
from sandbox.layout import Layout
from sandbox.ports import reserve
from sandbox.report import save
from sandbox.supervisor import Supervisor


def main() -> None:
    """Run it until it is stopped; no emulated account."""
    layout = Layout(Path(sys.argv[1]))
    if os.getpgrp() != os.getpid():
        os.setsid()
    install(layout, tools.ensure(TOOLS))
    reservation = reserve(control_plane.PORTS, cache.root().parent / "ports")
    # Nobody answers there: the tests log in with certificates.
    nowhere = "http://127.0.0.1:9/"
    ports = dict(reservation.ports)
    identity = pki.create(layout.kubernetes, f"https://127.0.0.1:{ports['kubernetes']}")
    parts = control_plane.prepare(layout.kubernetes, binaries(layout), ports, identity, nowhere)
    asyncio.run(_run(parts, layout))


async def _run(parts: list[control_plane.Part], layout: Layout) -> None:
    await Supervisor(parts, layout.logs, partial(save, layout.report)).run()


if __name__ == "__main__":
    main()
