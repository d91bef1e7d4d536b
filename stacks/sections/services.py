"""The settings of a platform service: something in the cluster that models may call."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from stacks.sections.fields import Length, Name, Port, Section, Text


class PlatformService(Section):
    """A service that others run in the cluster, for example a feature store."""

    description: Text
    """What it is, in a few words."""
    namespace: Name
    """Namespace of its pods; its own network policies must let the tenants in."""
    labels: Annotated[Mapping[Text, Text], Field(min_length=1)]
    """Labels of its pods, the same as its Kubernetes Service selects by."""
    ports: Annotated[tuple[Port, ...], Length(1, 10)]
    """TCP ports of its pods and of its Service, the most used first."""
    service: Name | None = None
    """Name of its Kubernetes Service; the name that it has here, when absent."""
