"""Keeps compiled modules although the environment forbids Python to write them next to their sources."""

import os
import sys
from pathlib import Path


def keep() -> None:
    """Let this process and those that it starts keep them in the virtual environment.

    Containers often set PYTHONDONTWRITEBYTECODE to keep folders clean: every process would compile the SDKs anew, which
    takes a program of ours three seconds.
    """
    if not sys.dont_write_bytecode:
        return
    sys.pycache_prefix = sys.pycache_prefix or str(Path(sys.prefix) / "bytecode")
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
