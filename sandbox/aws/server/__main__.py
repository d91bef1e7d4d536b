"""Serves the emulated AWS account: `python -m sandbox.aws.server --port N --state DIR --kubeconfig FILE`."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from sandbox.aws.server.serving import serve


def main() -> None:
    """Serve until a signal ends the process; everything is in memory and ends with it."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.aws.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--state", type=Path, required=True, help="directory for credentials.json")
    parser.add_argument("--kubeconfig", type=Path, required=True, help="administrator's kubeconfig of the API server")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    serve(arguments.host, arguments.port, arguments.state, arguments.kubeconfig).serve_forever()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # Nothing is worth saving, and a request under way must not hold the process up.
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
