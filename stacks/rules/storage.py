"""Rules about buckets and image registries."""

from collections import Counter
from collections.abc import Iterator

from components.base_images import BASE_IMAGES
from components.names import Names
from components.upstreams import LONGEST_PREFIX, UPSTREAMS
from stacks.model import Settings
from stacks.reading.errors import Problem, nearest
from stacks.sections.fields import partition_of


def replica(settings: Settings) -> Iterator[Problem]:
    """Copies lie elsewhere, in the same partition."""
    region, path = settings.storage.replica_region, ("storage", "replica_region")
    if region is None:
        return
    if region == settings.region:
        yield Problem(path, f"{region} is this region; a copy there is lost with it, choose another")
    if partition_of(region) != partition_of(settings.region):
        yield Problem(path, f"{region} is in partition {partition_of(region)}; S3 copies within one partition only")


def pull_through(settings: Settings) -> Iterator[Problem]:
    """Each registry once, with a secret where it wants one, below a prefix that ECR takes."""
    path = ("image_registries", "pull_through")
    seen: set[str] = set()
    for index, cached in enumerate(settings.image_registries.pull_through):
        needs = UPSTREAMS[cached.registry].needs_credential
        prefix = Names(settings.platform, settings.environment, "").repository(cached.registry)
        if cached.registry in seen:
            yield Problem((*path, index, "registry"), f"{cached.registry} is listed twice; list it once")
        seen.add(cached.registry)
        if needs and cached.credential_arn is None:
            yield Problem((*path, index), f"{cached.registry} needs credential_arn; ECR cannot sign in without")
        if cached.credential_arn and not needs:
            yield Problem((*path, index, "credential_arn"), f"{cached.registry} needs none; drop it")
        if cached.credential_arn and cached.credential_arn.split(":")[3] != settings.region:
            yield Problem((*path, index, "credential_arn"), f"the secret must be in {settings.region}, as the registry")
        if len(prefix) > LONGEST_PREFIX:
            message = f"{prefix} is {len(prefix)} characters (at most {LONGEST_PREFIX}); shorten platform"
            yield Problem((*path, index, "registry"), message)


def registries(settings: Settings) -> Iterator[Problem]:
    """Every repository and account once; no name that is a tenant's or a base image's."""
    wanted, path = settings.image_registries, ("image_registries",)
    lists: dict[str, tuple[str, ...]] = {
        "repositories": wanted.repositories,
        "base_images": wanted.base_images,
        "pull_account_ids": wanted.pull_account_ids,
        "replica_source_account_ids": wanted.replica_source_account_ids,
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
    yield from _replicas(settings)
    if settings.account_id in wanted.pull_account_ids:
        yield Problem((*path, "pull_account_ids"), f"{settings.account_id} is this account, which may pull; drop it")


def _replicas(settings: Settings) -> Iterator[Problem]:
    wanted, path = settings.image_registries, ("image_registries", "replicas")
    seen: set[tuple[str, str | None]] = set()
    for index, one in enumerate(wanted.replicas):
        place = (one.region, one.account_id or settings.account_id)
        if one.region == settings.region and one.account_id in (None, settings.account_id):
            yield Problem((*path, index), f"{one.region} is this registry itself; choose another region or account")
        if partition_of(one.region) != partition_of(settings.region):
            message = f"{one.region} is in partition {partition_of(one.region)}; ECR copies within one partition only"
            yield Problem((*path, index, "region"), message)
        if place in seen:
            yield Problem((*path, index), f"{one.region} is listed twice for the same account; list it once")
        seen.add(place)
    if settings.account_id in wanted.replica_source_account_ids:
        message = f"{settings.account_id} is this account, which needs no leave; drop it"
        yield Problem(("image_registries", "replica_source_account_ids"), message)
