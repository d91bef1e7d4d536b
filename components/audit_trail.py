"""The audit trail: who did what in the account, and who touched which model."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import log_delivery
from components.delivered_log_group import delivered_log_group


class AuditTrailArgs(TypedDict):
    """What an AuditTrail is made from."""

    trail_name: Input[str]
    """Name of the trail; policies of its bucket and key name it."""
    account_id: str
    """Account whose API calls are recorded."""
    archive_bucket: Input[str]
    """Bucket that the log files go to; its policy must let CloudTrail write."""
    key_arn: Input[str]
    """KMS key of the log files and of the log group; its policy must let CloudTrail and CloudWatch Logs use it."""
    log_group_name: Input[str]
    """Name of the CloudWatch log group in which analysts search and alarms look."""
    log_group_arn: str
    """Its ARN, as text, so that the role's policy can be checked before the log group exists."""
    retention_days: NotRequired[Input[int]]
    """Days that CloudWatch keeps the events; the archive keeps them for its own time. Default: 365."""
    object_arn_prefixes: Sequence[str]
    """What the ARNs of objects begin with whose every read and write is recorded, `arn:aws:s3:::models/` for a bucket.
    CloudTrail charges for each of these events, and none for the account's management events if this is its first
    trail."""


class AuditTrail(ComponentResource):
    """A trail of all regions: API calls and access to objects, in signed, encrypted files and in CloudWatch."""

    trail_arn: Output[str]
    """ARN of the trail."""
    log_group_name: Output[str]
    """Name of the log group."""

    def __init__(self, name: str, args: AuditTrailArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:AuditTrail", name, None, opts)
        logs = delivered_log_group(
            name,
            self,
            service="cloudtrail.amazonaws.com",
            log_group_name=args["log_group_name"],
            delivery_policy=log_delivery.trail_to_log_group(args["log_group_arn"], args["account_id"]),
            key_arn=args["key_arn"],
            retention_days=args.get("retention_days", 365),
        )
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=args["trail_name"],
            s3_bucket_name=args["archive_bucket"],
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_logging=True,
            enable_log_file_validation=True,
            kms_key_id=args["key_arn"],
            cloud_watch_logs_group_arn=Output.concat(logs.log_group.arn, ":*"),
            cloud_watch_logs_role_arn=logs.role.arn,
            advanced_event_selectors=[
                {"name": "management", "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}]},
                {
                    "name": "objects",
                    "field_selectors": [
                        {"field": "eventCategory", "equals": ["Data"]},
                        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                        {
                            "field": "resources.ARN",
                            "starts_withs": args["object_arn_prefixes"],
                        },
                    ],
                },
            ],
            opts=ResourceOptions(parent=self, depends_on=[logs.delivery]),
        )
        self.trail_arn = trail.arn
        self.log_group_name = logs.log_group.name
        self.register_outputs({"trail_arn": self.trail_arn, "log_group_name": self.log_group_name})
