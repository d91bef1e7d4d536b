"""Runs the supervisor over made-up parts: `python -m tests.sandbox.supervised <directory>`.

A process of its own, because the supervisor's guard ends the process group that it belongs to.
"""

import asyncio
import json
import sys
from functools import partial
from pathlib import Path

from sandbox import supervisor
from sandbox.parts import Health, Part
from sandbox.report import save


def parts(file: Path) -> list[Part]:
    return [
        Part(
            one["name"],
            tuple(one["command"]),
            Health(one["port"], "/"),
            tuple(one.get("after", ())),
            vital=one.get("vital", False),
            optional=one.get("optional", False),
        )
        for one in json.loads(file.read_text())
    ]


async def main(directory: Path) -> None:
    wanted = partial(parts, directory / "wanted.json")
    publish = partial(save, directory / "status.json")
    await supervisor.Supervisor(parts(directory / "parts.json"), directory, publish, wanted).run()


if __name__ == "__main__":
    supervisor.FIRST_BACKOFF_SECONDS = 0.01
    supervisor.FOLLOW_SECONDS = 0.05
    supervisor.STOP_LIMIT_SECONDS = 0.5
    asyncio.run(main(Path(sys.argv[1])))
