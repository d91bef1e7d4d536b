"""Flow logs: who talked to whom in a VPC."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents


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
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-log-group",
            name=args["log_group_name"],
            kms_key_id=args["key_arn"],
            retention_in_days=args.get("retention_days", 365),
            opts=here,
        )
        role = aws.iam.Role(
            f"{name}-role", assume_role_policy=iam_documents.service_trust("vpc-flow-logs.amazonaws.com"), opts=here
        )
        delivery = aws.iam.RolePolicy(
            f"{name}-delivery", role=role.id, policy=iam_documents.flow_log_delivery(args["log_group_arn"]), opts=here
        )
        aws.ec2.FlowLog(
            f"{name}-flow-log",
            vpc_id=args["vpc_id"],
            traffic_type="ALL",
            log_destination=log_group.arn,
            iam_role_arn=role.arn,
            opts=ResourceOptions(parent=self, depends_on=[delivery]),
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
        self.log_group_name = log_group.name
        self.register_outputs({"log_group_name": self.log_group_name})
