"""Label selectors of Kubernetes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from reachability.truth import Truth

Labels = Mapping[str, str]
NAME_LABEL = "kubernetes.io/metadata.name"
"""Label that Kubernetes gives every namespace: its name."""


@dataclass(frozen=True)
class Selector:
    """A label selector; an empty one selects everything."""

    labels: Labels
    expressions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Key, operator, values."""

    @staticmethod
    def read(written: Mapping[str, Any]) -> "Selector":
        """From its form in a manifest."""
        expressions = cast("list[Mapping[str, Any]]", written.get("matchExpressions") or [])
        return Selector(
            dict(cast("Labels", written.get("matchLabels") or {})),
            tuple((one["key"], one["operator"], tuple(one.get("values") or ())) for one in expressions),
        )

    @property
    def is_empty(self) -> bool:
        """Whether it selects everything."""
        return not self.labels and not self.expressions

    def selects(self, labels: Labels | None) -> Truth:
        """Whether something with these labels is selected; None stands for labels that its owner chooses."""
        if self.is_empty:
            return True
        if labels is None:
            return None
        return all(labels.get(key) == value for key, value in self.labels.items()) and all(
            _holds(operator, values, labels.get(key)) for key, operator, values in self.expressions
        )


def _holds(operator: str, values: tuple[str, ...], value: str | None) -> bool:
    match operator:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case _:
            message = f"the operator {operator!r} of a label selector is not one of Kubernetes'"
            raise ValueError(message)
