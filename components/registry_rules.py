"""Registry rules: what holds for all repositories of the platform together."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, ResourceOptions

from components import image_permissions
from components.iam_documents import Statement, document


class ReplicaRegistry(TypedDict):
    """A registry that gets a copy of every image."""

    region: str
    """Its region."""
    account_id: str
    """Its account; another account's registry must let this one in."""


class RegistryCaches(TypedDict):
    """Cached repositories, and whose nodes fill them."""

    repository_arns: Sequence[str]
    """ARNs of the cached repositories, with a star at the end."""
    cluster_name: str
    """Cluster whose nodes may pull an image for the first time."""
    account_id: str
    """Account of that cluster."""


class RegistryRulesArgs(TypedDict):
    """What RegistryRules are made from."""

    prefix: str
    """What the platform's repositories begin with, without the slash."""
    registry_arn: str
    """ARN of the account's repositories, up to and without their names: `arn:aws:ecr:<region>:<account>:repository`."""
    partition: str
    """AWS partition, for ARNs."""
    enhanced_scanning: NotRequired[bool]
    """Whether Amazon Inspector scans the images again and again, packages of programming languages too. Default: false;
    each image is scanned once, when it is pushed."""
    replicas: NotRequired[Sequence[ReplicaRegistry]]
    """Registries that get a copy of every image. Default: none."""
    source_account_ids: NotRequired[Sequence[str]]
    """Accounts whose registries may copy images of platforms here. Default: none."""
    caches: NotRequired[RegistryCaches]
    """Caches of public registries. Default: none."""


class RegistryRules(ComponentResource):
    """Scanning, copies to and from other registries, who fills the caches. A region of an account has one of each."""

    def __init__(self, name: str, args: RegistryRulesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:RegistryRules", name, None, opts)
        here = ResourceOptions(parent=self)
        if args.get("enhanced_scanning", False):
            aws.ecr.RegistryScanningConfiguration(
                f"{name}-scanning",
                scan_type="ENHANCED",
                rules=[
                    {
                        "scan_frequency": "CONTINUOUS_SCAN",
                        "repository_filters": [{"filter": f"{args['prefix']}/*", "filter_type": "WILDCARD"}],
                    }
                ],
                opts=here,
            )
        if replicas := args.get("replicas", []):
            aws.ecr.ReplicationConfiguration(
                f"{name}-replication",
                replication_configuration={
                    "rules": [
                        {
                            "destinations": [
                                {"region": one["region"], "registry_id": one["account_id"]} for one in replicas
                            ],
                            "repository_filters": [{"filter": f"{args['prefix']}/", "filter_type": "PREFIX_MATCH"}],
                        }
                    ]
                },
                opts=here,
            )
        statements: list[Statement] = []
        if sources := args.get("source_account_ids", []):
            statements.append(image_permissions.replication(args["partition"], sources, args["registry_arn"]))
        if caches := args.get("caches"):
            statements.append(
                image_permissions.first_pull(caches["account_id"], caches["cluster_name"], caches["repository_arns"])
            )
        if statements:
            aws.ecr.RegistryPolicy(f"{name}-policy", policy=document(*statements), opts=here)
        self.register_outputs({})
