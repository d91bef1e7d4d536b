"""Examples for the policies on what buckets keep, and on who reaches them."""

import json

from policies.s3 import (
    bucket_endpoint_only,
    bucket_lifecycle,
    bucket_no_acl,
    bucket_policy_known_accounts,
    bucket_policy_no_lockout,
    bucket_replication,
    bucket_versioning,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

OWN, PARTNER, STRANGER = "123456789012", "210987654321", "999999999999"
_OBJECTS = "arn:aws:s3:::models/*"
_VPCE = "vpce-0123456789abcdef0"
_ABORT = {"daysAfterInitiation": 7.0}
_NOT_HERE = {"StringNotEquals": {"aws:SourceVpce": _VPCE}}
_KNOWN: dict[str, object] = {"allowedAccountIds": json.dumps([OWN])}


def _bucket(name: str = "models", **props: object) -> Given:
    return Given("aws:s3/bucket:Bucket", {"bucket": name, **props}, name)


def _old_bucket(**props: object) -> Given:
    return Given("aws:s3/bucketV2:BucketV2", {"bucket": "models", **props}, "models")


def _beside(kind: str, bucket: str = "models", **props: object) -> Given:
    module = kind[0].lower() + kind[1:]
    return Given(f"aws:s3/{module}:{kind}", {"bucket": bucket, **props}, f"{kind}-of-{bucket}")


def _later(given: Given) -> Given:
    """The same, as in a preview that makes the bucket: its name is not known there."""
    return Given(given.type, {**given.props, "bucket": UNKNOWN}, given.name, {"bucket": ["models"]})


def _versioning(status: object = "Enabled", bucket: str = "models", kind: str = "BucketVersioning") -> Given:
    return _beside(kind, bucket, versioningConfiguration={"status": status})


def _lifecycle(*rules: object, kind: str = "BucketLifecycleConfiguration") -> Given:
    return _beside(kind, rules=list(rules))


def _abort(**rule: object) -> dict[str, object]:
    return {"status": "Enabled", "abortIncompleteMultipartUpload": _ABORT, "filter": {"prefix": ""}, **rule}


def _policy(*statements: object) -> Given:
    text = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return _beside("BucketPolicy", policy=text)


def _deny(**fields: object) -> dict[str, object]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::models", _OBJECTS],
        **fields,
    }


def _outside(
    key: str = "aws:SourceVpce", value: object = _VPCE, operator: str = "StringNotEquals", **more: object
) -> Given:
    return _policy(_deny(Condition={operator: {key: value}, **more}))


def _let_in(principal: object, condition: object = None, config: object = ()) -> Given:
    allow = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": _OBJECTS}
    text = json.dumps({"Statement": [{**allow, "Condition": condition} if condition else allow]})
    props = {"bucket": "models", "policy": text}
    return Given("aws:s3/bucketPolicy:BucketPolicy", props, provider=_KNOWN, config={"accounts": config})


def _replication(bucket: str = "models", to: object = "arn:aws:s3:::copy", status: str = "Enabled") -> Given:
    return _beside("BucketReplicationConfig", bucket, rules=[{"status": status, "destination": {"bucket": to}}])


def _logging(bucket: str = "models", to: str = "logs") -> Given:
    return _beside("BucketLogging", bucket, targetBucket=to)


_TRAIL = Given("aws:cloudtrail/trail:Trail", {"s3BucketName": "models"}, "trail")
_FLOW_LOG = Given("aws:ec2/flowLog:FlowLog", {"logDestination": UNKNOWN}, "flow-log", {"logDestination": ["models"]})

EXAMPLES = [
    Examples(
        bucket_versioning.POLICY,
        passing=[
            [_bucket(), _versioning()],
            [_bucket(), _later(_versioning())],
            [_old_bucket(), _versioning(kind="BucketVersioningV2")],
            _bucket(versioning={"enabled": True}),
            _old_bucket(versionings=[{"enabled": True}]),
        ],
        failing=[
            [_bucket(), _versioning("Suspended")],
            [_bucket(), _versioning("Disabled")],
            [_bucket(), _versioning(bucket="others")],
            [_bucket(), _bucket("forgotten"), _versioning()],
            _bucket(versioning={"enabled": False}),
            _bucket(versioning={"mfaDelete": True}),
            _old_bucket(),
        ],
        absent=_bucket(),
        absence_fails=True,
        unknown=[_bucket(), _versioning(UNKNOWN)],
    ),
    Examples(
        bucket_no_acl.POLICY,
        passing=[
            _bucket(),
            _beside("BucketOwnershipControls", rule={"objectOwnership": "BucketOwnerEnforced"}),
            Given("aws:s3/bucketObject:BucketObject", {"bucket": "models", "key": "weights"}),
        ],
        failing=[
            _beside("BucketOwnershipControls", rule={"objectOwnership": "BucketOwnerPreferred"}),
            _beside("BucketOwnershipControls", rule={"objectOwnership": "ObjectWriter"}),
            _beside("BucketOwnershipControls", rule={}),
            _beside("BucketAcl", acl="private"),
            _beside("BucketAcl", accessControlPolicy=UNKNOWN),
            _beside("BucketAclV2", acl="public-read"),
            _bucket(acl="public-read"),
            _old_bucket(grants=[{"type": "Group", "permissions": ["READ"]}]),
            Given("aws:s3/bucketObject:BucketObject", {"bucket": "models", "key": "weights", "acl": "public-read"}),
            Given("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "models", "acl": UNKNOWN}),
            Given("aws:s3/objectCopy:ObjectCopy", {"bucket": "models", "grants": [{"type": "Group"}]}),
        ],
        absent=_bucket(),
        absence_fails=False,
        unknown=_beside("BucketOwnershipControls", rule={"objectOwnership": UNKNOWN}),
    ),
    Examples(
        bucket_lifecycle.POLICY,
        passing=[
            [_bucket(), _lifecycle(_abort())],
            [_bucket(), _later(_lifecycle({"status": "Disabled"}, _abort(filter=None)))],
            [_old_bucket(), _lifecycle(_abort(filter={}), kind="BucketLifecycleConfigurationV2")],
            _bucket(lifecycleRules=[{"enabled": True, "abortIncompleteMultipartUploadDays": 7.0}]),
        ],
        failing=[
            [_bucket(), _lifecycle()],
            [_bucket(), _lifecycle(_abort(status="Disabled"))],
            [_bucket(), _lifecycle(_abort(abortIncompleteMultipartUpload=None, expiration={"days": 30.0}))],
            [_bucket(), _lifecycle(_abort(filter={"prefix": "tmp/"}))],
            [_bucket(), _lifecycle(_abort(filter={"tag": {"key": "tmp", "value": "yes"}}))],
            [_bucket(), _lifecycle(_abort(filter=None, prefix="tmp/"))],
            [_bucket("others"), _lifecycle(_abort())],
            _bucket(lifecycleRules=[{"enabled": False, "abortIncompleteMultipartUploadDays": 7.0}]),
            _bucket(lifecycleRules=[{"enabled": True, "prefix": "tmp/", "abortIncompleteMultipartUploadDays": 7.0}]),
            _bucket(lifecycleRules=[{"enabled": True, "tags": {"a": "b"}, "abortIncompleteMultipartUploadDays": 7.0}]),
            [_bucket(), _bucket("forgotten"), _lifecycle(UNKNOWN), _lifecycle(_abort())],
        ],
        absent=_bucket(),
        absence_fails=True,
        unknown=[_bucket(), _lifecycle(_abort(status=UNKNOWN))],
    ),
    Examples(
        bucket_policy_no_lockout.POLICY,
        passing=[
            _policy(_deny(Condition={"Bool": {"aws:SecureTransport": "false"}})),
            _policy(_deny(Action=["s3:DeleteObject", "s3:DeleteObjectVersion"], Resource=_OBJECTS)),
            _policy(_deny(Principal={"AWS": f"arn:aws:iam::{STRANGER}:root"})),
            _policy(_deny(Principal=None, NotPrincipal={"AWS": f"arn:aws:iam::{OWN}:root"})),
            _policy(_deny(Effect="Allow")),
            _policy(_deny(Condition={"StringNotLike": {"aws:PrincipalArn": "*"}})),
            _policy(_deny(Condition={"StringEquals": {"aws:PrincipalArn": "*"}})),
            _policy(_deny(Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:role/*"}})),
            _outside(),
        ],
        failing=[
            _policy(_deny()),
            _policy(_deny(Principal={"AWS": ["*"]}, Action="*")),
            _policy(_deny(Action="s3:Put*")),
            _policy(_deny(Action="s3:PutBucketPolicy")),
            _policy(_deny(Action=None, NotAction="s3:GetObject")),
            _policy(_deny(Condition={})),
            _policy(_deny(Condition={"Bool": {"aws:SecureTransport": ["true", "false"]}})),
            _policy(_deny(Condition={"BoolIfExists": {"aws:SecureTransport": "true"}})),
            _policy(_deny(Condition={"StringLike": {"aws:PrincipalArn": "*"}})),
            _policy(_deny(Condition={"Bool": {"aws:SecureTransport": "false"}}), _deny()),
            Given("aws:s3/bucketPolicy:BucketPolicy", {"policy": {"Statement": _deny()}}),
            _bucket(policy=json.dumps({"Statement": _deny()})),
        ],
        absent=_bucket(),
        absence_fails=False,
        unknown=Given("aws:s3/bucketPolicy:BucketPolicy", {"policy": UNKNOWN}),
    ),
    Examples(
        bucket_policy_known_accounts.POLICY,
        passing=[
            _let_in({"AWS": f"arn:aws:iam::{OWN}:role/reader"}),
            _let_in({"AWS": [OWN, f"arn:aws:iam::{OWN}:root"]}),
            _let_in({"AWS": f"arn:aws:iam::{PARTNER}:root"}, config=[PARTNER]),
            _let_in("*", {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, ["o-a1b2c3d4e5"]),
            _let_in({"Service": "logging.s3.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": OWN}}),
            _let_in({"Service": "logging.s3.amazonaws.com"}, {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::data"}}),
            _let_in({"AWS": OWN}, {"StringNotEquals": {"aws:PrincipalAccount": STRANGER}}),
            _let_in({"AWS": OWN}, {"StringEquals": {"s3:prefix": STRANGER}}),
            _let_in("*", {"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}}, ["o-a1b2c3d4e5"]),
            _let_in({"AWS": "*"}),
            Given(_policy().type, {"policy": json.dumps({"Statement": {"Effect": "Allow", "Action": "s3:*"}})}),
            _policy(_deny(Principal={"AWS": STRANGER})),
            _policy(_deny(Condition={"StringNotEquals": {"aws:PrincipalAccount": OWN}})),
        ],
        failing=[
            _let_in({"AWS": f"arn:aws:iam::{STRANGER}:root"}),
            _let_in({"AWS": STRANGER}),
            _let_in({"AWS": f"arn:aws:sts::{STRANGER}:assumed-role/reader/session"}),
            _let_in({"AWS": [f"arn:aws:iam::{OWN}:root", f"arn:aws:iam::{STRANGER}:root"]}, config=[PARTNER]),
            _let_in({"AWS": f"arn:aws:iam::{PARTNER}:root"}),
            _let_in({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}),
            _let_in("*", {"StringEquals": {"aws:PrincipalAccount": STRANGER}}),
            _let_in("*", {"StringEquals": {"s3:DataAccessPointAccount": STRANGER}}),
            _let_in("*", {"StringLike": {"AWS:PrincipalArn": f"arn:aws:iam::{STRANGER}:role/*"}}),
            _let_in("*", {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
            _let_in("*", {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}),
            _let_in({"Service": "logging.s3.amazonaws.com"}, {"StringEquals": {"aws:SourceAccount": STRANGER}}),
            Given(
                "aws:s3/bucket:Bucket",
                {"policy": json.dumps({"Statement": {"Effect": "Allow", "Principal": {"AWS": STRANGER}}})},
                provider={"allowedAccountIds": [OWN]},
            ),
        ],
        absent=_bucket(),
        absence_fails=False,
        unknown=Given("aws:s3/bucketPolicy:BucketPolicy", {"policy": UNKNOWN}),
    ),
    Examples(
        bucket_endpoint_only.POLICY,
        passing=[
            [_bucket(), _outside()],
            [_bucket(), _later(_outside("aws:SourceVpc", "vpc-0123456789abcdef0", "StringNotEqualsIfExists"))],
            [_bucket(), _outside("AWS:VpceAccount", OWN, BoolIfExists={"aws:PrincipalIsAWSService": "false"})],
            [_bucket(), _outside(ArnNotLike={"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/auditor"})],
            [
                _bucket(),
                _policy(
                    _deny(Action=["s3:GetObject*", "s3:PutObject"], Resource=_OBJECTS),
                    _deny(Condition={"StringNotEquals": {"aws:SourceVpce": [_VPCE]}}),
                ),
            ],
            [_bucket(), _outside("aws:VpceOrgID", "o-a1b2c3d4e5", BoolIfExists={"aws:ViaAWSService": "false"})],
            [_bucket(), _outside("aws:VpceOrgPaths", "o-a1b2c3d4e5/*", "StringNotLike")],
            [_bucket(), _outside(operator="StringNotEqualsIgnoreCase")],
            _bucket(policy=_outside().props["policy"]),
            [_bucket(), _policy(_deny(Action=["s3:GetObject", "s3:PutObject"], Condition=_NOT_HERE))],
            [_bucket(), _TRAIL],
            [_bucket(), _FLOW_LOG],
            [_bucket(), _logging("others", "models")],
        ],
        failing=[
            [_bucket(), _outside(operator="StringEquals")],
            [_bucket(), _outside(operator="ForAnyValue:StringNotEquals")],
            [_bucket(), _policy(_deny(Principal=None, NotPrincipal={"AWS": OWN}, Condition=_NOT_HERE))],
            [_bucket(), _outside(StringNotLike={"aws:SourceVpc": "vpc-0123456789abcdef0"})],
            [_bucket(), _outside(value="vpce-*", operator="StringNotLike")],
            [_bucket(), _outside(NotIpAddress={"aws:SourceIp": "203.0.113.0/24"})],
            [_bucket(), _outside(Bool={"aws:PrincipalIsAWSService": "true"})],
            [_bucket(), _outside(ArnLike={"aws:PrincipalArn": f"arn:aws:iam::{OWN}:role/tenant"})],
            [_bucket(), _outside(StringNotLike={"aws:PrincipalArn": "*"})],
            [_bucket(), _outside(StringNotLike={"aws:PrincipalArn": ["*", f"arn:aws:iam::{OWN}:role/auditor"]})],
            [_bucket(), _outside(value=[_VPCE, "vpce-*"], operator="StringNotLike")],
            [_bucket(), _outside("aws:SourceVpce", _VPCE, StringEquals={"aws:PrincipalIsAWSService": "false"})],
            [_bucket(), _outside("aws:PrincipalAccount", OWN)],
            [_bucket(), _policy(_deny(Condition={"Null": {"aws:SourceVpce": "true"}}))],
            [
                _bucket(),
                _policy(_deny(Action="s3:GetObject", Condition={"StringNotEquals": {"aws:SourceVpce": _VPCE}})),
            ],
            [
                _bucket(),
                _policy(_deny(Action="s3:PutObject", Condition={"StringNotEquals": {"aws:SourceVpce": _VPCE}})),
            ],
            [
                _bucket(),
                _policy(
                    _deny(Resource=f"{_OBJECTS[:-1]}iris/*", Condition={"StringNotEquals": {"aws:SourceVpce": _VPCE}})
                ),
            ],
            [
                _bucket(),
                _policy(_deny(Principal={"AWS": OWN}, Condition={"StringNotEquals": {"aws:SourceVpce": _VPCE}})),
            ],
            [_bucket(), _policy(_deny(Effect="Allow", Condition={"StringNotEquals": {"aws:SourceVpce": _VPCE}}))],
            [_bucket(), _bucket("forgotten"), _outside()],
            [_bucket(), _logging()],
        ],
        absent=_bucket(),
        absence_fails=True,
        unknown=[_bucket(), _beside("BucketPolicy", policy=UNKNOWN)],
    ),
    Examples(
        bucket_replication.POLICY,
        passing=[
            [_bucket(), _bucket("copy"), _replication()],
            [_bucket(), _later(_replication())],
            [
                _bucket(),
                _bucket("copy"),
                Given(
                    _replication().type,
                    {"bucket": "models", "rules": [{"status": "Enabled", "destination": {"bucket": UNKNOWN}}]},
                    "replication",
                    {"rules": ["copy"]},
                ),
            ],
            [
                _bucket(
                    replicationConfiguration={"rules": [{"status": "Enabled", "destination": {"bucket": ":::copy"}}]}
                ),
                _bucket("copy"),
            ],
            [_bucket(), _bucket("logs"), _replication(), _logging()],
            _old_bucket(replicationConfigurations=[{"rules": [{"status": "Enabled"}]}]),
        ],
        failing=[
            [_bucket(), _replication(status="Disabled")],
            [_bucket(), _bucket("els"), _replication()],
            [_bucket(), _bucket("forgotten"), _bucket("copy"), _replication()],
            [_bucket(), _logging()],
            _old_bucket(replicationConfigurations=[{"rules": [{"status": "Disabled"}]}]),
        ],
        absent=_bucket(),
        absence_fails=True,
        unknown=[_bucket(), _replication("others", UNKNOWN)],
    ),
]
