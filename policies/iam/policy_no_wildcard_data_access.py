"""No identity policy may read or change the data of a whole service."""

import re

import pulumi_policy as pp

from policies.iam.documents import conditions, covers_action, covers_every_resource, is_allow
from policies.iam.identities import identity_statements
from policies.properties import Properties, evaluate

_BUCKET = re.compile(r"arn:[^:]+:s3:::[a-z0-9][a-z0-9.-]{2}")
DATA_ACTIONS = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:PutBucketPolicy",
    "kms:Decrypt",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
    "ssm:GetParameter",
    "ssm:SendCommand",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "sqs:ReceiveMessage",
    "ecr:PutImage",
    "rds-data:ExecuteStatement",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Conditions are not weighed: a statement that needs one can name its ARNs as well.

    Ids of keys cannot be foreseen; those that S3 uses may be named by the bucket whose objects they are to open.
    """

    def check(statement: Properties) -> None:
        if not (is_allow(statement) and covers_every_resource(statement)):
            return
        found = [action for action in DATA_ACTIONS if covers_action(statement, action)]
        if found == ["kms:Decrypt"] and _names_bucket(statement):
            return
        if found:
            report_violation(f"`{statement.path}` of {args.name} must not allow {', '.join(found)} everywhere.", None)

    evaluate(identity_statements(args), check)


def _names_bucket(statement: Properties) -> bool:
    return any(
        key == "kms:encryptioncontext:aws:s3:arn"
        and operator in ("stringequals", "stringlike", "arnequals", "arnlike")
        and all(_BUCKET.match(value) for value in values)
        for operator, key, values in conditions(statement)
    )


POLICY = pp.ResourceValidationPolicy(
    name="iam-policy-no-wildcard-data-access",
    description="Identity policies name the resources whose data they open.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "KMS.1",
        "IAM customer managed policies should not allow decryption actions on all KMS keys",
    ),
    remediation_steps="Name in Resource the ARNs of the buckets, keys, secrets or queues that are needed.",
    tags=["iam", "privilege", "CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_355", "AWS-0345"],
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    validate=validate,
)
