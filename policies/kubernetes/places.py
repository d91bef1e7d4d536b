"""Objects of a stack by the namespace that they lie in, found in one step."""

from collections.abc import Iterable

from policies.properties import NotEvaluatedError
from policies.resources import Resource, known_text


class Placed:
    """Objects sorted once by namespace: by its name, or by descent while the name is unknown."""

    def __init__(self, objects: Iterable[Resource], *path: str) -> None:
        self._path = path or ("metadata", "namespace")
        self._found: dict[str, list[Resource]] = {}
        self._lost: list[str] = []
        for each in objects:
            for key in self._keys(each):
                self._found.setdefault(key, []).append(each)

    def inside(self, namespace: Resource) -> list[Resource]:
        """Those in a namespace; undecided while one of the objects may be anywhere."""
        if self._lost:
            raise NotEvaluatedError(self._lost)
        name = known_text(namespace.properties, "metadata", "name")
        return [*self._found.get(namespace.urn, ()), *(self._found.get(name, ()) if name else ())]

    def _keys(self, placed: Resource) -> list[str]:
        try:
            return [placed.properties.text(*self._path)]
        except NotEvaluatedError as error:
            origins = [urn for urn in placed.dependencies.get(self._path[0], frozenset()) if ":Namespace::" in urn]
            self._lost.extend(() if origins else error.reasons)
            return origins
