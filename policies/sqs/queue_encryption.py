"""Queues must be encrypted."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """What is not said can be switched off in the console without a difference to the program."""
    if args.resource_type != "aws:sqs/queue:Queue":
        return
    queue = read(args)
    if not queue.has("kmsMasterKeyId") and not queue.flag("sqsManagedSseEnabled"):
        report_violation(f"The queue {args.name} must be encrypted.", None)


POLICY = pp.ResourceValidationPolicy(
    name="sqs-queue-encryption",
    description="Queues are encrypted at rest.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices", "1.0.0", "SQS.1", "Amazon SQS queues should be encrypted at rest"
    ),
    remediation_steps="Set `sqs_managed_sse_enabled=True` or `kms_master_key_id`.",
    tags=["sqs", "encryption", "CKV_AWS_27", "AWS-0096"],
    url="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    validate=validate,
)
