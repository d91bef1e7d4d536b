"""The settings of a cluster that somebody else made."""

import re
from typing import Annotated

from pydantic import AfterValidator

from stacks.reading.errors import shown
from stacks.sections.fields import Section, Text, refuse


def _cluster_name(value: str) -> str:
    # "CreateCluster", Amazon EKS API reference, read 2026-11.
    if not re.fullmatch(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", value):
        refuse(f"{shown(value)!r} is no name of an EKS cluster: letters, digits, hyphens and underscores, at most 100")
    return value


class ExistingCluster(Section):
    """An EKS cluster that somebody else made: control plane and add-ons stay theirs.

    What the other settings of `cluster` say of the control plane, it must fulfil already.
    """

    name: Annotated[Text, AfterValidator(_cluster_name)]
    """Its name; it is in the VPC `network.existing`, and no other platform is in it."""
