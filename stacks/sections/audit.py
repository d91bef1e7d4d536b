"""The settings of the audit trail and of threat detection."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.fields import LogRetentionDays, Section


class Audit(Section):
    """Evidence of who did what, which nobody can delete, and a watch over it."""

    trail: bool = True
    """Whether CloudTrail records the account's API calls and every access to models. AWS charges for each access to an
    object, and for the API calls if the account has another trail already."""
    log_retention_days: LogRetentionDays = 365
    """How long CloudWatch keeps what the trail records, to search and to alarm."""
    archive_flow_logs: bool = True
    """Whether flow logs go to the locked bucket too."""
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 365
    """How long logs stay in buckets: until then nobody can delete them, after that they expire."""
    object_lock: Literal["GOVERNANCE", "COMPLIANCE"] = "COMPLIANCE"
    """Who can still delete a log early: nobody with `COMPLIANCE`, whoever may bypass it with `GOVERNANCE`."""
    threat_detection: Literal["managed", "existing", "none"] = "managed"
    """GuardDuty for cluster, nodes and buckets. A region has one detector: `managed` makes it, `existing` relies on the
    one that the organisation manages."""
