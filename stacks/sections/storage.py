"""The settings of storage: buckets and image registries."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from components.base_images import BASE_IMAGES
from stacks.sections.fields import AccountId, Length, Name, RoleArn, Section
from stacks.sections.file_systems import FileSystem
from stacks.sections.storage_fields import Region, SecretArn


class Storage(Section):
    """How models and data lie in S3, and in shared file systems."""

    tenant_stores: Literal["shared", "own"] = "own"
    """Whether every tenant has a bucket and a key of its own, or only those whose data class asks for it."""
    tiering_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    """Days after which files move to S3 Intelligent-Tiering; never, when absent. Dear for many files under 128 KB."""
    endpoint_only: bool = True
    """Whether files are read and written from inside the account's VPCs only."""
    replica_region: Region | None = None
    """Other region that gets a copy of every new file, but no deletion; doubles the price. None, when absent."""
    file_systems: Mapping[Annotated[Name, Field(max_length=20)], FileSystem] = {}
    """Shared file systems by name, for data sources of kind `efs`; needs `cluster.storage_drivers.file_systems`."""
    outside_role_arns: Annotated[tuple[RoleArn, ...], Length(0, 20)] = ()
    """Roles that may read and write files from elsewhere, for example a pipeline that uploads models."""


class PullThrough(Section):
    """A public registry whose images are kept in the account's own from the first pull on."""

    registry: Literal["ecr-public", "kubernetes", "quay", "docker-hub", "github"]
    """The registry; its images are then at `<platform>-<environment>/<registry>/`."""
    credential_arn: SecretArn | None = None
    """docker-hub, github: secret with user and token; its name begins with ecr-pullthroughcache/."""


class ImageReplica(Section):
    """A registry that gets a copy of every image that is pushed from now on."""

    region: Region
    """Its region."""
    account_id: AccountId | None = None
    """Its account, whose platform lists this one in `replica_source_account_ids`; this account, when absent."""


class ImageRegistries(Section):
    """Image registries; every tenant has a repository of its own besides."""

    repositories: Annotated[tuple[Name, ...], Length(0, 50)] = ("models",)
    """Repositories of projects, for images that several models share."""
    base_images: Annotated[tuple[Name, ...], Length(0, 50)] = tuple(BASE_IMAGES)
    """Base images that people start from; each has a repository `base/<name>`, which CI pushes to."""
    pull_through: Annotated[tuple[PullThrough, ...], Length(0, 5)] = ()
    """Public registries to cache; the images cannot change behind their tags. Nodes fill the cache as they pull, by the
    registry's policy, of which a region of an account has one."""
    scanning: Literal["enhanced", "basic"] = "enhanced"
    """`basic` scans an image when it is pushed; with `enhanced` Amazon Inspector scans it again whenever a flaw becomes
    known, and charges for each. A region of an account has one way: only one of its platforms may say `enhanced`."""
    replicas: Annotated[tuple[ImageReplica, ...], Length(0, 25)] = ()
    """Registries that get copies, for example in the region that you would move to. One list for the whole account."""
    replica_source_account_ids: Annotated[tuple[AccountId, ...], Length(0, 20)] = ()
    """Other accounts whose platforms may copy images here."""
    untagged_days: Annotated[int, Field(ge=1, le=365)] = 14
    """Days after which images without a tag are deleted."""
    pull_account_ids: Annotated[tuple[AccountId, ...], Length(0, 20)] = ()
    """Other accounts that may pull, for example those of test and prod."""
