"""The entry of the background process: `python -m sandbox.daemon <root>`."""

import asyncio
import os
import sys
import uuid
from functools import partial
from pathlib import Path

from sandbox.controllers.running import Controllers
from sandbox.controllers.table import port_names
from sandbox.engine import cache
from sandbox.errors import SandboxError
from sandbox.installation import binaries
from sandbox.kubernetes import control_plane, pki
from sandbox.layout import Layout
from sandbox.parts import Health, Part
from sandbox.ports import reserve
from sandbox.private_files import make_private_directory
from sandbox.report import Record, Report, State, now, save
from sandbox.supervisor import Supervisor


def main() -> None:
    """Run the sandbox of the clone that the command line names, until it is stopped."""
    layout = Layout(Path(sys.argv[1]))
    if os.getpgrp() != os.getpid():
        # The guard ends the whole group: it must hold nothing but the sandbox.
        os.setsid()
    # Whatever a part writes is for its owner only.
    os.umask(0o077)
    try:
        run(layout)
    except SandboxError as error:
        save(layout.report, Report(State.ENDED, reason=error.what, fix=error.fix))
    except OSError as error:
        save(layout.report, Report(State.ENDED, reason=str(error)))
        raise


def run(layout: Layout) -> None:
    """Reserve ports, write the control plane's files and run the parts."""
    # Held until this process ends.
    reservation = reserve((*control_plane.PORTS, "aws", *port_names()), cache.root().parent / "ports")
    ports = dict(reservation.ports)
    save(layout.record, Record(uuid.uuid4().hex[:8], now(), os.getpid(), ports))
    token_review = f"http://127.0.0.1:{ports['aws']}/_sandbox/token-review"
    identity = pki.create(layout.kubernetes, f"https://127.0.0.1:{ports['kubernetes']}")
    parts = control_plane.prepare(layout.kubernetes, binaries(layout), ports, identity, token_review)
    # First, because it needs nothing but files.
    parts.insert(0, aws(layout, ports["aws"]))
    make_private_directory(layout.logs)
    controllers = Controllers(layout, ports, identity)
    asyncio.run(supervise(parts, controllers, layout))


async def supervise(parts: list[Part], controllers: Controllers, layout: Layout) -> None:
    """Run the parts to the end of the sandbox, and controllers beside them while the cluster wants them."""
    await Supervisor(parts, layout.logs, partial(save, layout.report), controllers.wanted).run()


def aws(layout: Layout, port: int) -> Part:
    """Describe the emulated AWS account: its state is memory."""
    command = (
        *(sys.executable, "-m", "sandbox.aws.server"),
        *("--port", str(port)),
        *("--state", str(layout.aws)),
        *("--kubeconfig", str(layout.admin_kubeconfig)),
    )
    return Part("aws", command, Health(port, "/_sandbox/health"), vital=True)


if __name__ == "__main__":
    main()
