"""Cluster add-ons: the parts of Kubernetes that EKS maintains."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, ResourceOptions


class ClusterAddOnsArgs(TypedDict):
    """What ClusterAddOns are made from."""

    cluster_name: Input[str]
    """Cluster that gets the add-ons."""
    versions: Mapping[str, str]
    """Version of each add-on, for example `{"coredns": "v1.13.2-eksbuild.1"}`."""


class ClusterAddOns(ComponentResource):
    """EKS add-ons at pinned versions."""

    add_on_names: Sequence[str]
    """Names of the add-ons."""

    def __init__(self, name: str, args: ClusterAddOnsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ClusterAddOns", name, None, opts)
        for add_on, version in args["versions"].items():
            aws.eks.Addon(
                f"{name}-{add_on}",
                cluster_name=args["cluster_name"],
                addon_name=add_on,
                addon_version=version,
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                opts=ResourceOptions(parent=self),
            )
        self.add_on_names = list(args["versions"])
        self.register_outputs({"add_on_names": self.add_on_names})
