"""Rules about buckets and image registries."""

from collections import Counter
from collections.abc import Iterator

from components.base_images import BASE_IMAGES
from stacks.errors import Problem, nearest
from stacks.fields import partition_of
from stacks.model import Settings


def replica(settings: Settings) -> Iterator[Problem]:
    """Copies lie elsewhere, in the same partition."""
    region, path = settings.storage.replica_region, ("storage", "replica_region")
    if region is None:
        return
    if region == settings.region:
        yield Problem(path, f"{region} is this region; a copy there is lost with it, choose another")
    if partition_of(region) != partition_of(settings.region):
        yield Problem(path, f"{region} is in partition {partition_of(region)}; S3 copies within one partition only")


def registries(settings: Settings) -> Iterator[Problem]:
    """Every repository and account once; no name that is a tenant's or a base image's."""
    wanted, path = settings.image_registries, ("image_registries",)
    lists: dict[str, tuple[str, ...]] = {
        "repositories": wanted.repositories,
        "base_images": wanted.base_images,
        "pull_account_ids": wanted.pull_account_ids,
    }
    for key, listed in lists.items():
        for one, count in Counter(listed).items():
            if count > 1:
                yield Problem((*path, key), f"{one} is listed {count} times; list it once")
    for name in wanted.repositories:
        if name.startswith(("tenants-", "base-")):
            message = f"{name} looks like the repository of a tenant or a base image; choose another name"
            yield Problem((*path, "repositories"), message)
    for index, name in enumerate(wanted.base_images):
        if name not in BASE_IMAGES:
            message = f"there is no base image {name!r}; nearest: {nearest(name, BASE_IMAGES)}"
            yield Problem((*path, "base_images", index), message)
    if settings.account_id in wanted.pull_account_ids:
        yield Problem((*path, "pull_account_ids"), f"{settings.account_id} is this account, which may pull; drop it")
