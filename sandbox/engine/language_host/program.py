"""Runs one Pulumi program to its end, in the program's own interpreter: needs nothing but the Pulumi SDK.

Takes the settings of `pulumi.runtime.Settings` as JSON, then the program and its arguments.
"""

import asyncio
import gc
import json
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

SHOWN = 32
"""Exit code: the user has already seen what is wrong."""

try:
    import grpc
    import pulumi
    import pulumi.runtime
except ImportError as error:
    print(
        f"{sys.executable} lacks the Pulumi SDK: {error}. Install the project's requirements into it.", file=sys.stderr
    )
    sys.exit(1)


def main() -> int:
    """Run the program and return the exit code."""
    settings = cast("dict[str, Any]", json.loads(sys.argv[1]))
    program = sys.argv[2]
    sys.argv = sys.argv[2:]
    pulumi.runtime.set_all_config(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    pulumi.runtime.configure(pulumi.runtime.Settings(**settings))

    # The SDKs' modules make a quarter of a million objects that all stay: looking for garbage among them takes long.
    gc.set_threshold(20_000)

    def run() -> None:
        runpy.run_path(program, run_name="__main__")

    # A failed program leaves futures that nobody awaits; asyncio's warnings about them tell the user nothing.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(max_workers=4 * max(settings["parallel"], 1)))
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(run))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
    except grpc.RpcError as error:
        # The engine ends its services when it stops early, and has then said why itself.
        if cast("grpc.Call", error).code() != grpc.StatusCode.UNAVAILABLE:
            pulumi.log.error(f"The engine refused a request: {cast('grpc.Call', error).details()}")
    except Exception as error:  # noqa: BLE001 - whatever the program raises is the user's to see
        pulumi.log.error(_explained(error, program))
    else:
        return 0
    return SHOWN


def _explained(error: Exception, program: str) -> str:
    entry = Path(program, "__main__.py") if Path(program).is_dir() else Path(program)
    if not entry.exists():
        return f"There is no program: {entry.resolve()} does not exist."
    frames = traceback.extract_tb(error.__traceback__)
    own = (number for number, frame in enumerate(frames) if Path(frame.filename).resolve() == entry.resolve())
    # The frames before the program's first are this file, asyncio and the SDK. Negative: count from the end.
    first = next(own, 0)
    limit = first - len(frames) if first else 0 if isinstance(error, SyntaxError) else None
    text = "".join(traceback.format_exception(error, limit=limit))
    return f"Program failed with an unhandled exception:\n{text}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        # Threads may still wait for answers of an engine that is stopping.
        os._exit(SHOWN)
