"""The ways in which a provider says no."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.provider.values import Properties


class ProviderError(Exception):
    """A request that cannot be done, in words for the user; nothing was half-made."""


@dataclass(frozen=True)
class Failure:
    """One wrong input."""

    property: str
    """Path of the input, for example `vpcConfig.subnetIds[0]`; empty for the resource as a whole."""
    reason: str


class CheckError(ProviderError):
    """Inputs that cannot be accepted: all that is wrong, at once."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("; ".join(f"{failure.property}: {failure.reason}" for failure in failures))
        self.failures = tuple(failures)


class PartialError(Exception):
    """The resource exists but is not what was asked for; the engine keeps it and retries the rest."""

    def __init__(self, id: str, outputs: Properties, reasons: Sequence[str], inputs: Properties | None = None) -> None:  # noqa: A002
        super().__init__("; ".join(reasons))
        self.id, self.outputs, self.reasons, self.inputs = id, outputs, tuple(reasons), inputs
