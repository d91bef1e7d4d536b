"""Rules about buckets and image registries."""

from collections import Counter
from collections.abc import Iterator

from components.base_images import BASE_IMAGES
from stacks.errors import Problem, nearest
from stacks.model import Settings


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
