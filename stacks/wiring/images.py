"""The images of an environment: repositories, the cache of public registries, and what holds for all of them."""

from pulumi import Output, ResourceOptions

from components.image_registry import ImageRegistry
from components.pull_through_cache import CachedRegistry, PullThroughCache
from components.registry_rules import RegistryRules, RegistryRulesArgs
from stacks.model import Settings
from stacks.wiring.account import Account


def images(
    settings: Settings, account: Account, key_arn: Output[str], opts: ResourceOptions
) -> dict[str, ImageRegistry]:
    """Declare them; the repositories by name."""
    _cache(settings, account, key_arn, opts)
    _rules(settings, account)
    wanted, names = settings.image_registries, account.names
    repositories = {name: names.repository(name) for name in wanted.repositories}
    repositories |= {f"base/{name}": names.base_repository(name) for name in wanted.base_images}
    return {
        name: ImageRegistry(
            f"registry-{name.replace('/', '-')}",
            {
                "repository_name": repository,
                "key_arn": key_arn,
                "untagged_days": wanted.untagged_days,
                "pull_principal_arns": account.roots(wanted.pull_account_ids),
                "force_delete": settings.data_protection.force_destroy,
            },
            opts,
        )
        for name, repository in repositories.items()
    }


def _cache(settings: Settings, account: Account, key_arn: Output[str], opts: ResourceOptions) -> None:
    wanted = settings.image_registries
    cached: list[CachedRegistry] = []
    for one in wanted.pull_through:
        secret: CachedRegistry = {"name": one.registry}
        if one.credential_arn:
            secret["credential_arn"] = one.credential_arn
        cached.append(secret)
    if cached:
        PullThroughCache(
            "cache",
            {
                "prefix": account.names.cluster,
                "registries": cached,
                "repository_arns": _cached(settings, account),
                "key_arn": key_arn,
                "untagged_days": wanted.untagged_days,
            },
            opts,
        )


def _rules(settings: Settings, account: Account) -> None:
    wanted = settings.image_registries
    enhanced = wanted.scanning == "enhanced"
    if enhanced or wanted.replicas or wanted.replica_source_account_ids or wanted.pull_through:
        args: RegistryRulesArgs = {
            "prefix": account.names.cluster,
            "registry_arn": account.registry_arn,
            "partition": account.partition,
            "enhanced_scanning": enhanced,
            "replicas": [
                {"region": one.region, "account_id": one.account_id or account.account_id} for one in wanted.replicas
            ],
            "source_account_ids": wanted.replica_source_account_ids,
        }
        if wanted.pull_through:
            args["caches"] = {
                "repository_arns": _cached(settings, account),
                "cluster_name": account.cluster_name,
                "account_id": account.account_id,
            }
        RegistryRules("registry-rules", args, ResourceOptions(providers=[account.provider]))


def _cached(settings: Settings, account: Account) -> list[str]:
    """ARNs of the cached repositories, with a star at the end."""
    cached = settings.image_registries.pull_through
    return [f"{account.registry_arn}/{account.names.repository(one.registry)}/*" for one in cached]
