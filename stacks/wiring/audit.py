"""The audit part of an environment: log buckets, audit trail, threat detection."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Output, ResourceOptions

from components import log_delivery
from components.audit_trail import AuditTrail
from components.iam_documents import Statement
from components.log_bucket import LogBucket, LogBucketArgs
from components.network import Network
from components.threat_detection import ThreatDetection
from stacks.model import Settings
from stacks.wiring.account import Account


@dataclass(frozen=True)
class Archive:
    """The locked bucket and its key."""

    bucket: LogBucket
    key_arn: Output[str]


@dataclass(frozen=True)
class LogBuckets:
    """Where logs go; None where the settings want none."""

    access_logs: LogBucket | None
    archive: Archive | None


def has_archive(settings: Settings) -> bool:
    """Whether there is a locked bucket."""
    return settings.audit.trail or settings.audit.archive_flow_logs


def key_uses(account: Account) -> Sequence[Statement]:
    """What the archive's key is used for, beside log groups."""
    return (
        log_delivery.key_for_trails([_trail_arn(account)]),
        log_delivery.key_for_flow_logs(account.partition, account.account_id, account.region),
    )


def log_buckets(settings: Settings, account: Account, key_arn: Output[str] | None, opts: ResourceOptions) -> LogBuckets:
    """The unlocked bucket of access logs, and with a key the locked one of evidence."""
    names = account.names
    everywhere: LogBucketArgs = {
        "bucket_name": names.logs_bucket,
        "partition": account.partition,
        "account_id": account.account_id,
        "region": account.region,
        "retention_days": settings.audit.retention_days,
        "force_destroy": settings.data_protection.force_destroy,
    }
    if not settings.data_protection.access_logs:
        return LogBuckets(None, None)
    logged = [names.models_bucket, f"{names.tenant_buckets}*", *([names.archive_bucket] if key_arn else [])]
    access_logs = LogBucket("access-logs", {**everywhere, "access_logs_of": logged}, opts)
    if key_arn is None:
        return LogBuckets(access_logs, None)
    archive = LogBucket(
        "archive",
        {
            **everywhere,
            "bucket_name": names.archive_bucket,
            "object_lock": settings.audit.object_lock,
            "key_arn": key_arn,
            "trail_arns": [_trail_arn(account)] if settings.audit.trail else [],
            "flow_logs": settings.audit.archive_flow_logs,
            "access_log_bucket": access_logs.bucket_name,
        },
        # S3 looks at the policy of the bucket that logs go to.
        ResourceOptions.merge(opts, ResourceOptions(depends_on=[access_logs])),
    )
    return LogBuckets(access_logs, Archive(archive, key_arn))


def watch(settings: Settings, account: Account, logs: LogBuckets, network: Sequence[Network]) -> None:
    """Record what happens in the account and to the models, and look for what should not."""
    if settings.audit.trail and logs.archive:
        _trail(settings, account, logs.archive)
    if settings.audit.threat_detection == "managed":
        # It goes before the network, to which GuardDuty adds an endpoint of its own.
        ThreatDetection("threats", {}, ResourceOptions(providers=[account.provider], depends_on=list(network)))


def _trail(settings: Settings, account: Account, archive: Archive) -> None:
    log_group = f"/{settings.platform}/{settings.environment}/audit-trail"
    AuditTrail(
        "audit",
        {
            "trail_name": account.names.cluster,
            "account_id": account.account_id,
            "archive_bucket": archive.bucket.bucket_name,
            "key_arn": archive.key_arn,
            "log_group_name": log_group,
            "log_group_arn": account.log_group_arn(log_group),
            "retention_days": settings.audit.log_retention_days,
            "object_arn_prefixes": _watched(settings, account),
        },
        # CloudTrail looks at the bucket's policy before it makes a trail.
        ResourceOptions(
            providers=[account.provider], protect=settings.data_protection.protect, depends_on=[archive.bucket]
        ),
    )


def _watched(settings: Settings, account: Account) -> list[str]:
    """Tenants' data, in the bucket that they share and in their own, copies, and what tenants read elsewhere."""
    names, elsewhere = account.names, {one.bucket for tenant in settings.tenants for one in tenant.data if one.bucket}
    copies = {names.replica_bucket} if settings.storage.replica_region else set[str]()
    whole = [f"{name}/" for name in (names.models_bucket, *sorted(elsewhere | copies))]
    return [f"arn:{account.partition}:s3:::{prefix}" for prefix in (*whole, names.tenant_buckets)]


def _trail_arn(account: Account) -> str:
    return f"arn:{account.partition}:cloudtrail:{account.region}:{account.account_id}:trail/{account.names.cluster}"
