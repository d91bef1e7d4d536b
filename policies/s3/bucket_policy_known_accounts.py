"""A bucket policy must let in known accounts only."""

import re
from collections.abc import Iterator
from typing import cast

import pulumi_policy as pp

from policies.iam.documents import conditions, is_allow, statements
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import read
from policies.s3.buckets import BUCKET_POLICIES, BUCKETS

_NAMING_KEYS = re.compile(r"aws:(principal|source)(account|arn|orgid|orgpaths|owner)|s3:dataaccesspointaccount")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Known are the account that the provider is bound to, and those that the pack's configuration lists."""
    if args.resource_type not in (*BUCKET_POLICIES, *BUCKETS):
        return
    own, listed = _own_accounts(args), _listed(args)

    def check(statement: Properties) -> None:
        strangers = [name for name in _named(statement) if name not in ("", "*", *own, *listed)]
        if strangers and not own:
            raise NotEvaluatedError([f"whether {strangers[0]} is the own account: the provider is bound to none"])
        for stranger in dict.fromkeys(strangers):
            report_violation(f"`{statement.path}` of {args.name} must not let in {stranger}.", None)

    evaluate(filter(is_allow, statements(read(args), "policy")), check)


def _own_accounts(args: pp.ResourceValidationArgs) -> list[str]:
    if args.provider is None:
        return []
    return Properties("the provider", args.provider.props).document("allowedAccountIds").texts()


def _listed(args: pp.ResourceValidationArgs) -> list[str]:
    return cast("list[str]", args.get_config().get("accounts", []))


def _named(statement: Properties) -> Iterator[str]:
    for kind, names in statement.items("Principal"):
        if kind != "Service":
            yield from map(_owner, names.texts())
    for operator, key, values in conditions(statement):
        if "not" not in operator and _NAMING_KEYS.fullmatch(key):
            yield from map(_owner, values)


def _owner(text: str) -> str:
    # ARNs of buckets have no account; that everybody may come in is for another policy to say.
    return text.split(":", maxsplit=5)[4] if text.startswith("arn:") else text.partition("/")[0]


POLICY = pp.ResourceValidationPolicy(
    name="s3-bucket-policy-known-accounts",
    description="Bucket policies let in the own account and listed ones only.",
    severity=pp.Severity.HIGH,
    config_schema=pp.PolicyConfigSchema(
        properties={
            "accounts": {
                "type": "array",
                "items": {"type": "string", "pattern": "^([0-9]{12}|o-[a-z0-9]{10,32})$"},
                "description": "Ids of further accounts and organisations that may be let in.",
            }
        }
    ),
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "S3.6",
        "S3 general purpose bucket policies should restrict access to other AWS accounts",
    ),
    remediation_steps="Remove the principal, or list its account in a file for `--policy-pack-config`: "
    '`{"s3-bucket-policy-known-accounts": {"accounts": ["123456789012"]}}`.',
    tags=["s3", "access", "public"],
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
    validate=validate,
)
