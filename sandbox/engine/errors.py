"""The error of the engine."""

from sandbox.errors import SandboxError


class EngineError(SandboxError):
    """A tool or a source cannot be had."""
