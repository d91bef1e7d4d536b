"""Rules that look at more than one setting, and the rules that only some environments have."""

from collections import Counter
from collections.abc import Callable, Iterator

from components.names import LIMITS, Names
from components.versions import RELEASES
from stacks import address_rules, audit_rules, data_rules, egress_rules, placement_rules, pool_rules, storage_rules
from stacks.audit_rules import YEAR_DAYS
from stacks.errors import Path, Problem
from stacks.fields import partition_of
from stacks.model import Settings, Tenant

MAX_TAGS = 50
MAX_KEY_DELETION_DAYS = 30

Rule = Callable[[Settings], Iterator[Problem]]


def broken(settings: Settings, environment: str) -> Iterator[Problem]:
    """Every broken rule."""
    if settings.environment != environment:
        message = f"{settings.environment!r} differs from the file's name; write {environment}"
        yield Problem(("environment",), message)
    for rule in RULES:
        yield from rule(settings)


def _versions(settings: Settings) -> Iterator[Problem]:
    if settings.cluster.version not in RELEASES:
        supported = ", ".join(RELEASES)
        yield Problem(("cluster", "version"), f"{settings.cluster.version} is not supported; supported: {supported}")
    nodes = settings.cluster.system_nodes
    if nodes.min_size > nodes.max_size:
        path = ("cluster", "system_nodes", "max_size")
        yield Problem(path, f"min_size {nodes.min_size} > max_size {nodes.max_size}")


def _arns(settings: Settings) -> Iterator[Problem]:
    partition = partition_of(settings.region)
    access = settings.cluster.access
    arns: list[tuple[Path, str]] = [
        (("cluster", "access", field, index), arn)
        for field in ("admin_role_arns", "operator_role_arns", "viewer_role_arns")
        for index, arn in enumerate(getattr(access, field))
    ]
    if access.deployer_role_arn:
        arns.insert(0, (("cluster", "access", "deployer_role_arn"), access.deployer_role_arn))
    arns += [(("teams", name, "role_arn"), team.role_arn) for name, team in settings.teams.items() if team.role_arn]
    others = [(("storage", "outside_role_arns", i), arn) for i, arn in enumerate(settings.storage.outside_role_arns)]
    seen: dict[str, tuple[str | int, ...]] = {}
    for path, arn in arns + others:
        if (given := arn.split(":")[1]) != partition:
            yield Problem(path, f"partition {given} does not exist in region {settings.region}; expected {partition}")
        if arn in seen and path[0] != "storage":
            yield Problem(path, "this role has access already; EKS allows one access entry per role")
        seen[arn] = path


def _tenants(settings: Settings) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, tenant in enumerate(settings.tenants):
        path = ("tenants", index)
        if tenant.name in seen:
            yield Problem((*path, "name"), f"{tenant.name} is the name of tenants[{seen[tenant.name]}] already")
        seen.setdefault(tenant.name, index)
        if tenant.owner not in settings.teams:
            teams = ", ".join(settings.teams) or "none"
            yield Problem((*path, "owner"), f"team {tenant.owner!r} is not declared (teams: {teams})")
        yield from _model(tenant, index)
        yield from _egress(settings, tenant, index)


def _model(tenant: Tenant, index: int) -> Iterator[Problem]:
    model, path = tenant.model, ("tenants", index, "model")
    if model.min_replicas > model.max_replicas:
        yield Problem((*path, "max_replicas"), f"min_replicas {model.min_replicas} > max_replicas {model.max_replicas}")
    if model.gpus * model.max_replicas > tenant.quota.gpus:
        yield Problem(
            ("tenants", index, "quota", "gpus"),
            f"{tenant.quota.gpus} is less than {model.max_replicas} replicas with {model.gpus} GPUs need",
        )


def _egress(settings: Settings, tenant: Tenant, index: int) -> Iterator[Problem]:
    for number, flow in enumerate(tenant.egress):
        yield from egress_rules.outside(settings, ("tenants", index, "egress", number, "cidr"), flow.cidr)
    flows = Counter((flow.cidr, flow.port) for flow in tenant.egress)
    for (cidr, port), count in flows.items():
        if count > 1:
            yield Problem(("tenants", index, "egress"), f"{cidr} port {port} is listed {count} times")


def _gpu_supply(settings: Settings) -> Iterator[Problem]:
    asked = sum(tenant.quota.gpus for tenant in settings.tenants)
    given = sum(pool.max_gpus * pool.sharing.pods_per_gpu for pool in settings.node_pools.values())
    if asked > given and settings.environment != "dev":
        yield Problem(("tenants",), f"tenants ask for {asked} GPUs, pools give at most {given}")


def _tags(settings: Settings) -> Iterator[Problem]:
    if len(settings.tags) > MAX_TAGS - 5:
        yield Problem(("tags",), f"AWS allows {MAX_TAGS} tags per resource and the platform adds up to 5; drop some")
    for key in settings.tags:
        if key.lower().startswith(("aws:", "mlplatform:")):
            yield Problem(("tags", key), f"a tag key may not start with {key.split(':')[0]}:; it is reserved")


def _derived_names(settings: Settings) -> Iterator[Problem]:
    names = Names(settings.platform, settings.environment, settings.account_id or "0" * 12)
    for index, tenant in enumerate(settings.tenants):
        too_long = len(names.tenant_role(tenant.name)) - LIMITS["iam-role"]
        if too_long > 0:
            message = (
                f"the IAM role {names.tenant_role(tenant.name)} is {too_long} characters too long; shorten the name"
            )
            yield Problem(("tenants", index, "name"), message)


def _protected(settings: Settings) -> Iterator[Problem]:
    """What prod must have; the values are the file's, this only refuses a prod that is not one."""
    if settings.environment != "prod":
        return
    data, cluster, network = settings.data_protection, settings.cluster, settings.network
    demands = (
        (cluster.public_access_cidrs == (), ("cluster", "public_access_cidrs"), "must be empty: the API is private"),
        (cluster.deletion_protection, ("cluster", "deletion_protection"), "must be true"),
        (cluster.log_retention_days >= YEAR_DAYS, ("cluster", "log_retention_days"), "must be a year or more"),
        (network.log_retention_days >= YEAR_DAYS, ("network", "log_retention_days"), "must be a year or more"),
        (network.nat != "single", ("network", "nat"), "must not be single: one zone's failure would stop everything"),
        (data.protect, ("data_protection", "protect"), "must be true"),
        (data.retain_on_delete, ("data_protection", "retain_on_delete"), "must be true"),
        (not data.force_destroy, ("data_protection", "force_destroy"), "must be false"),
        (settings.storage.endpoint_only, ("storage", "endpoint_only"), "must be true"),
        (data.access_logs, ("data_protection", "access_logs"), "must be true"),
        (
            data.key_deletion_window_days == MAX_KEY_DELETION_DAYS,
            ("data_protection", "key_deletion_window_days"),
            "must be 30",
        ),
        (settings.account_id is not None, ("account_id",), "must be set, so that prod cannot land in another account"),
    )
    for holds, path, demand in demands:
        if not holds:
            yield Problem(path, f"prod: {demand}")
    for name, pool in settings.node_pools.items():
        if pool.max_usd_per_hour is None:
            yield Problem(("node_pools", name, "max_usd_per_hour"), "prod: must say what a full pool may cost")
    for index, tenant in enumerate(settings.tenants):
        image = tenant.model.image
        if image and "@sha256:" not in image:
            yield Problem(("tenants", index, "model", "image"), "prod: must name its digest, @sha256: and 64 digits")


RULES: tuple[Rule, ...] = (
    *address_rules.RULES, _versions, _arns, pool_rules.pools, _tenants, placement_rules.placement, _gpu_supply, _tags,
    _derived_names, _protected,
    storage_rules.replica, storage_rules.registries, storage_rules.pull_through, data_rules.data, audit_rules.audit,
)  # fmt: skip
