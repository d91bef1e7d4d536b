"""The command line: `mlplatform`."""

from infra.cli.app import main

__all__ = ["main"]
