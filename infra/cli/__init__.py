"""The command line: `mlplatform`."""

from sandbox import bytecode

bytecode.keep()  # before the imports that take long

from infra.cli.app import main  # noqa: E402

__all__ = ["main"]
