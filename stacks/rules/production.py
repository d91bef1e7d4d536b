"""What prod must have; the values are the file's, this only refuses a prod that is not one."""

from collections.abc import Iterator

from stacks.model import Settings
from stacks.reading.errors import Problem
from stacks.rules.audit import YEAR_DAYS

MAX_KEY_DELETION_DAYS = 30


def protected(settings: Settings) -> Iterator[Problem]:
    """What prod must have; the values are the file's, this only refuses a prod that is not one."""
    if settings.environment != "prod":
        return
    data, cluster, network = settings.data_protection, settings.cluster, settings.network
    demands = (
        (cluster.public_access_cidrs == (), ("cluster", "public_access_cidrs"), "must be empty: the API is private"),
        (cluster.deletion_protection, ("cluster", "deletion_protection"), "must be true"),
        (
            cluster.load_balancers.deletion_protection,
            ("cluster", "load_balancers", "deletion_protection"),
            "must be true",
        ),
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
