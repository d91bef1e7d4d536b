"""What the audit settings must be together, and in prod."""

from collections.abc import Iterator

from stacks.model import Settings
from stacks.reading.errors import Problem

YEAR_DAYS = 365


def audit(settings: Settings) -> Iterator[Problem]:
    """Every broken rule about the audit settings."""
    wanted = settings.audit
    for field in ("trail", "archive_flow_logs"):
        if getattr(wanted, field) and not settings.data_protection.access_logs:
            message = "needs data_protection.access_logs: true: who reads the evidence must be seen too; or write false"
            yield Problem(("audit", field), message)
    if settings.environment != "prod":
        return
    demands = (
        (wanted.trail, "trail", "must be true"),
        (wanted.log_retention_days >= YEAR_DAYS, "log_retention_days", "must be a year or more"),
        (wanted.archive_flow_logs, "archive_flow_logs", "must be true"),
        (wanted.retention_days >= YEAR_DAYS, "retention_days", "must be a year or more"),
        (wanted.object_lock == "COMPLIANCE", "object_lock", "must be COMPLIANCE: governance can be bypassed"),
        (wanted.threat_detection != "none", "threat_detection", "must be managed, or existing"),
    )
    for holds, field, demand in demands:
        if not holds:
            yield Problem(("audit", field), f"prod: {demand}")
