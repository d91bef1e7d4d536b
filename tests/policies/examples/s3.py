"""Examples for the policies on S3."""

import json

from policies.s3 import (
    bucket_kms_encryption,
    bucket_policy_no_public_principal,
    bucket_public_access_block,
    bucket_require_tls,
    public_access_block_complete,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_BUCKET = Given("aws:s3/bucket:Bucket", {"bucket": "models"}, "bucket")
_SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _block(**props: object) -> Given:
    return Given(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        {"bucket": UNKNOWN, **dict.fromkeys(_SWITCHES, True), **props},
        "block",
        {"bucket": ["bucket"]},
    )


def _policy(*statements: object) -> Given:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return Given("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "models", "policy": text}, "policy")


def _allow(**fields: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::models/*", **fields}


def _encryption(*rules: object) -> Given:
    return Given(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {"bucket": "models", "rules": list(rules)},
        "encryption",
    )


def _rule(algorithm: str = "aws:kms", *, bucket_key: object = True, **default: object) -> dict[str, object]:
    return {
        "applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm, **default},
        "bucketKeyEnabled": bucket_key,
    }


def _deny_plain_text(**fields: object) -> dict[str, object]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::models", "arn:aws:s3:::models/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        **fields,
    }


EXAMPLES = [
    Examples(
        bucket_public_access_block.POLICY,
        passing=[
            [_BUCKET, _block()],
            [_BUCKET, Given(_block().type, {"bucket": "models"})],
        ],
        failing=[
            _BUCKET,
            [_BUCKET, Given("aws:s3/bucket:Bucket", {"bucket": "logs"}, "other"), _block()],
            [_BUCKET, Given(_block().type, {"bucket": "logs"})],
        ],
        absent=Given("aws:s3/bucket:Bucket", {}),
        absence_fails=True,
        unknown=Given("aws:s3/bucket:Bucket", {"bucket": UNKNOWN}),
    ),
    Examples(
        public_access_block_complete.POLICY,
        passing=[_block()],
        failing=[
            *(_block(**{switch: False}) for switch in _SWITCHES),
            _block(blockPublicAcls=UNKNOWN, blockPublicPolicy=False),
        ],
        absent=Given(_block().type, {"bucket": "models"}),
        absence_fails=True,
        unknown=_block(blockPublicAcls=UNKNOWN),
    ),
    Examples(
        bucket_policy_no_public_principal.POLICY,
        passing=[
            _policy(_allow(Principal={"AWS": "arn:aws:iam::123456789012:role/reader"})),
            _policy(_allow(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})),
            _policy(_allow(Principal="*", Condition={"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}})),
            _policy(_deny_plain_text()),
        ],
        failing=[
            _policy(_allow(Principal="*")),
            _policy(_allow(Principal={"AWS": "*"})),
            _policy(_allow(Principal={"AWS": ["arn:aws:iam::123456789012:root", "*"]})),
            _policy(_allow(NotPrincipal={"AWS": "arn:aws:iam::123456789012:root"})),
            _policy(_allow(Principal="*", Condition={"StringLike": {"aws:SourceArn": "arn:aws:iam::*"}})),
            _policy(_allow(Principal="*", Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})),
            _policy(_allow(Principal="*", Condition={"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}})),
            _policy(_allow(Principal="*", Condition={"Bool": {"aws:SecureTransport": "true"}})),
            Given("aws:s3/bucketPolicy:BucketPolicy", {"policy": {"Statement": _allow(Principal="*")}}),
            Given("aws:s3/bucket:Bucket", {"policy": json.dumps({"Statement": _allow(Principal="*")})}),
        ],
        absent=Given("aws:s3/bucket:Bucket", {}),
        absence_fails=False,
        unknown=Given("aws:s3/bucketPolicy:BucketPolicy", {"policy": UNKNOWN}),
    ),
    Examples(
        bucket_kms_encryption.POLICY,
        passing=[
            [_BUCKET, _encryption(_rule(kmsMasterKeyId=UNKNOWN))],
            [_BUCKET, _encryption(_rule("aws:kms:dsse", kmsMasterKeyId="arn:aws:kms:…"))],
            [
                _BUCKET,
                Given(
                    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
                    _encryption(_rule(kmsMasterKeyId=UNKNOWN)).props,
                ),
            ],
            Given(_BUCKET.type, {"serverSideEncryptionConfiguration": {"rule": _rule(kmsMasterKeyId=UNKNOWN)}}),
            Given(
                "aws:s3/bucketV2:BucketV2",
                {"serverSideEncryptionConfigurations": [{"rules": [_rule(kmsMasterKeyId=UNKNOWN)]}]},
            ),
            [_BUCKET, Given("aws:s3/bucketLogging:BucketLogging", {"bucket": "data", "targetBucket": "models"})],
        ],
        failing=[
            [_BUCKET, _encryption(_rule("AES256"))],
            [_BUCKET, _encryption(_rule(kmsMasterKeyId="alias/aws/s3"))],
            Given(_BUCKET.type, {"serverSideEncryptionConfiguration": {"rule": _rule("AES256")}}),
            [_BUCKET, Given("aws:s3/bucketLogging:BucketLogging", {"bucket": "models", "targetBucket": "logs"})],
            [_BUCKET, _encryption(_rule())],
            [_BUCKET, _encryption(_rule(bucket_key=False, kmsMasterKeyId="arn:aws:kms:…"))],
        ],
        absent=_BUCKET,
        absence_fails=True,
        unknown=[_BUCKET, Given(_encryption().type, {"bucket": "models", "rules": UNKNOWN})],
    ),
    Examples(
        bucket_require_tls.POLICY,
        passing=[
            [_BUCKET, _policy(_deny_plain_text())],
            [_BUCKET, _policy(_deny_plain_text(Principal={"AWS": "*"}, Action=["s3:*"]))],
            [_BUCKET, _policy(_deny_plain_text(Condition={"bool": {"AWS:SecureTransport": ["false"]}}))],
            Given(_BUCKET.type, {"policy": json.dumps({"Statement": _deny_plain_text()})}),
        ],
        failing=[
            [_BUCKET, _policy(_deny_plain_text(Effect="Allow"))],
            [_BUCKET, _policy(_deny_plain_text(Action="s3:GetObject"))],
            [_BUCKET, _policy(_deny_plain_text(Principal=None, NotPrincipal={"AWS": "123456789012"}))],
            [_BUCKET, _policy(_deny_plain_text(Condition={"Bool": {"aws:SecureTransport": ["false", "true"]}}))],
            [
                _BUCKET,
                _policy(
                    _deny_plain_text(
                        Condition={"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}}
                    )
                ),
            ],
            [_BUCKET, _policy(_deny_plain_text(Resource="arn:aws:s3:::models/public/*"))],
            [_BUCKET, _policy(_deny_plain_text(Condition={"Bool": {"aws:SecureTransport": "true"}}))],
            [_BUCKET, _policy(_deny_plain_text(Principal={"AWS": "arn:aws:iam::123456789012:root"}))],
        ],
        absent=_BUCKET,
        absence_fails=True,
        unknown=[_BUCKET, Given("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "models", "policy": UNKNOWN})],
    ),
]
