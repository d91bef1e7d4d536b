"""Flow logs: who talked to whom in a VPC."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents
from components.delivered_log_group import delivered_log_group


class FlowLogsArgs(TypedDict):
    """What FlowLogs is made from."""

    vpc_id: Input[str]
    """VPC whose traffic is logged."""
    log_group_name: Input[str]
    """Name of the CloudWatch log group, where analysts look for it."""
    log_group_arn: str
    """Its ARN, as text, so that the role's policy can be checked before the log group exists."""
    key_arn: Input[str]
    """KMS key that encrypts the log group."""
    retention_days: NotRequired[Input[int]]
    """Days that the log group keeps the log. Default: 365."""
    archive_bucket_arn: NotRequired[Input[str]]
    """Bucket that gets the log too, for evidence; its policy must let AWS's log delivery write. Default: none."""


class FlowLogs(ComponentResource):
    """All accepted and rejected traffic of a VPC in an encrypted log group."""

    log_group_name: Output[str]
    """Name of the log group."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:FlowLogs", name, None, opts)
        here = ResourceOptions(parent=self)
        logs = delivered_log_group(
            name,
            self,
            service="vpc-flow-logs.amazonaws.com",
            log_group_name=args["log_group_name"],
            delivery_policy=iam_documents.flow_log_delivery(args["log_group_arn"]),
            key_arn=args["key_arn"],
            retention_days=args.get("retention_days", 365),
        )
        aws.ec2.FlowLog(
            f"{name}-flow-log",
            vpc_id=args["vpc_id"],
            traffic_type="ALL",
            log_destination=logs.log_group.arn,
            iam_role_arn=logs.role.arn,
            opts=ResourceOptions(parent=self, depends_on=[logs.delivery]),
        )
        if "archive_bucket_arn" in args:
            aws.ec2.FlowLog(
                f"{name}-archived-flow-log",
                vpc_id=args["vpc_id"],
                traffic_type="ALL",
                log_destination_type="s3",
                log_destination=args["archive_bucket_arn"],
                opts=here,
            )
        self.log_group_name = logs.log_group.name
        self.register_outputs({"log_group_name": self.log_group_name})
