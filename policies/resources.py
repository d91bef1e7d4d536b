"""Resources as policies see them: one at a time, or all of a stack with their links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import pulumi_policy as pp

from policies.properties import UNKNOWN, NotEvaluatedError, Properties

_asked: dict[str, Mapping[str, object]] = {}
"""What the program asked for, by URN, in this run of the engine."""


@dataclass(frozen=True)
class Resource:
    """One resource of a stack."""

    type: str
    name: str
    urn: str
    properties: Properties
    dependencies: Mapping[str, frozenset[str]]
    """URNs that each property's value came from."""

    def refers_to(self, target: "Resource", key: str, *identifiers: str) -> bool:
        """Whether a property came from the target, or holds the value of one of its identifiers."""
        if target.urn in self.dependencies.get(key, frozenset()):
            return True
        try:
            named = set(self.properties.texts(key))
            return any(target.properties.text(identifier) in named for identifier in identifiers if named)
        except NotEvaluatedError:
            return False  # a value that is still unknown came from somewhere, and that is not the target


class Referenced:
    """Resources that others refer to, each found in one step: by URN, or by the name in one property."""

    def __init__(self, targets: Iterable[Resource], *name: str) -> None:
        self._by_urn = {target.urn: target for target in targets}
        self._by_name = {known_text(target.properties, *name): target for target in self._by_urn.values()}
        self._by_name.pop("", None)

    def by(self, resource: Resource, key: str) -> list[Resource]:
        """Those that a property came from, or whose names or ARNs it holds."""
        found = [self._by_urn[urn] for urn in resource.dependencies.get(key, ()) if urn in self._by_urn]
        named = [known_text(each) for each in resource.properties.each(key)]
        found += [target for name in named if (target := self.named(name))]
        return list({target.urn: target for target in found}.values())

    def named(self, name: str) -> Resource | None:
        """The one of this name, or of the name at the end of this ARN."""
        return self._by_name.get(name) or self._by_name.get(name.rpartition("/")[2])


def known_text(properties: Properties, *keys: str) -> str:
    """A string, empty when absent or unknown."""
    try:
        return properties.text(*keys)
    except NotEvaluatedError:
        return ""


def read(args: pp.ResourceValidationArgs) -> Properties:
    """The properties that a program asks for."""
    return Properties(args.name, args.props)


def of_stack(args: pp.StackValidationArgs, *types: str) -> list[Resource]:
    """The resources of a stack that have one of these types."""
    return [_resource(resource) for resource in args.resources if not types or resource.resource_type in types]


def _resource(resource: pp.PolicyResource) -> Resource:
    outputs = cast("Mapping[str, object]", resource.props)
    return Resource(
        resource.resource_type,
        resource.name,
        resource.urn,
        Properties(resource.name, _asked.get(resource.urn, outputs or UNKNOWN)),
        {key: frozenset(source.urn for source in sources) for key, sources in resource.property_dependencies.items()},
    )


def _remember(args: pp.ResourceValidationArgs, _report_violation: pp.ReportViolation) -> None:
    _asked[args.urn] = cast("Mapping[str, object]", args.props)


# The engine shows a stack policy only outputs. In a preview whose provider is not configured yet (Kubernetes before
# its cluster exists) they are empty, so an open tenant would pass, or a closed one fail.
REMEMBER = pp.ResourceValidationPolicy(
    name="mlplatform-resource-inputs",
    description="Shows what the program asks for to the policies on whole stacks. Reports nothing itself.",
    validate=_remember,
)
