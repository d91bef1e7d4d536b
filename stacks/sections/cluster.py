"""The settings of a cluster that somebody else made, and of sandboxed runtimes."""

import re
from typing import Annotated

from pydantic import AfterValidator

from stacks.reading.errors import shown
from stacks.sections.fields import Name, Section, Text, aws_id, refuse


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
    cluster_network_policies: bool = False
    """Whether it knows ClusterNetworkPolicy of networking.k8s.aws (`kubectl get crd
    clusternetworkpolicies.networking.k8s.aws`; VPC CNI 1.21.1 or newer). Tenants get the baseline firewall with it."""


class SandboxedRuntime(Section):
    """A runtime that puts a wall between pods and the kernel of their node."""

    name: Name = "gvisor"
    """Name of its RuntimeClass."""
    handler: Name = "runsc"
    """What containerd calls it; its shim is the program `containerd-shim-<handler>-v1`."""
    image_id: Annotated[Text, aws_id("ami", "a machine image")]
    """Image of the nodes that have it: the EKS image of the platform's release, and the runtime's programs in
    /usr/local/bin. The platform writes containerd's configuration."""
