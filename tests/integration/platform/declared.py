"""Objects of Karpenter and KServe as the environments' programs declare them."""

from dataclasses import dataclass
from typing import Any, cast

from typing_extensions import override

from tests.recording import record_environment

KINDS = ("NodePool", "EC2NodeClass", "InferenceService")


@dataclass(frozen=True)
class Wrong:
    """An object of dev with one mistake, and what the API server says of it."""

    kind: str
    path: tuple[str | int, ...]
    """Where, below `spec`."""
    value: Any
    rule: str

    def object(self) -> dict[str, Any]:
        """Return it."""
        made = next(one for one in objects("dev") if one["kind"] == self.kind)
        *way, last = self.path
        place = made["spec"]
        for step in way:
            place = place[step]
        place[last] = self.value
        return made

    @override
    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(map(str, self.path))} {self.value}"


def objects(environment: str) -> list[dict[str, Any]]:
    """Everything that an environment declares of these kinds."""
    recorded = record_environment(environment, preview=False)
    return [_whole(one.props) for one in recorded if one.type.rpartition(":")[2] in KINDS]


def _whole(value: object) -> Any:
    """Return the same with whole numbers as such; a recording has floats only."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_whole(item) for item in cast("list[object]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value
