"""Objects of a stack by the namespace that they lie in, found in one step."""

from collections.abc import Iterable, Sequence

from policies.properties import NotEvaluatedError
from policies.resources import Resource, known_text


class Placed:
    """Objects sorted once by namespace: by its name, or by descent while the name is unknown."""

    def __init__(self, objects: Iterable[Resource], *path: str) -> None:
        self._found: dict[str, list[Resource]] = {}
        self._lost: list[str] = []
        for each in objects:
            try:
                for key in _keys(each, path or _PATH):
                    self._found.setdefault(key, []).append(each)
            except NotEvaluatedError as error:
                self._lost.extend(error.reasons)

    def inside(self, namespace: Resource) -> list[Resource]:
        """Those in a namespace; undecided while one of the objects may be anywhere."""
        name = known_text(namespace.properties, "metadata", "name")
        return self._of([namespace.urn, *([name] if name else [])])

    def beside(self, other: Resource) -> list[Resource]:
        """Those in the namespace of another object."""
        return self._of(_keys(other, _PATH))

    def _of(self, keys: list[str]) -> list[Resource]:
        if self._lost:
            raise NotEvaluatedError(self._lost)
        return [each for key in keys for each in self._found.get(key, ())]


_PATH = ("metadata", "namespace")


def _keys(placed: Resource, path: Sequence[str]) -> list[str]:
    try:
        return [placed.properties.text(*path)]
    except NotEvaluatedError:
        origins = [urn for urn in placed.dependencies.get(path[0], frozenset()) if ":Namespace::" in urn]
        if not origins:
            raise
        return origins
