"""Examples for the policies on evidence: trails, log groups, detectors, flow logs, queues, keys."""

import json

from policies.cloudtrail import (
    bucket_data_events,
    bucket_of_evidence,
    trail_cloudwatch,
    trail_encryption,
    trail_log_validation,
    trail_multi_region,
)
from policies.cloudwatch import log_group_retention
from policies.ec2 import vpc_flow_logs
from policies.guardduty import cluster_watched
from policies.kms import key_deletion_window, key_explicit_policy
from policies.s3 import audit_bucket_lock, bucket_access_log, bucket_no_force_destroy, log_target_unlocked
from policies.sqs import queue_encryption
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1"


def _trail(**props: object) -> Given:
    return Given("aws:cloudtrail/trail:Trail", {"s3BucketName": "audit", **props}, "trail")


def _bucket(name: str = "models", **props: object) -> Given:
    return Given("aws:s3/bucket:Bucket", {"bucket": name, **props}, name)


def _logging(bucket: str = "models", target: object = "logs") -> Given:
    return Given("aws:s3/bucketLogging:BucketLogging", {"bucket": bucket, "targetBucket": target}, f"log-of-{bucket}")


def _field(name: str, **match: object) -> dict[str, object]:
    return {"field": name, **match}


_DATA = (_field("eventCategory", equals=["Data"]), _field("resources.type", equals=["AWS::S3::Object"]))
_OF_MODELS = _field("resources.ARN", startsWiths=["arn:aws:s3:::models/"])


def _watching(*fields: dict[str, object], came_from: str = "") -> Given:
    origins = {"advancedEventSelectors": [came_from]} if came_from else {}
    selectors = [{"fieldSelectors": [_field("eventCategory", equals=["Management"])]}, {"fieldSelectors": list(fields)}]
    props = {"s3BucketName": "audit", "advancedEventSelectors": selectors}
    return Given("aws:cloudtrail/trail:Trail", props, "trail", origins)


def _basic(values: list[str], **selector: object) -> Given:
    data = {"type": "AWS::S3::Object", "values": values}
    return _trail(eventSelectors=[{"dataResources": [data], **selector}])


def _policy(principal: object) -> Given:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:PutObject", "Resource": "*"}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement, deny]})
    return Given("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "audit", "policy": text}, "policy")


def _lock(**retention: object) -> Given:
    rule = {"rule": {"defaultRetention": {"mode": "COMPLIANCE", **retention}}} if retention else {}
    token = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    return Given(token, {"bucket": "audit", **rule}, "lock")


def _flow_log(**props: object) -> Given:
    return Given("aws:ec2/flowLog:FlowLog", {"trafficType": "ALL", **props}, "flow-log", {"vpcId": ["vpc"]})


def _flow_log_to(bucket: str) -> Given:
    props = {"trafficType": "ALL", "logDestination": UNKNOWN}
    return Given("aws:ec2/flowLog:FlowLog", props, "archived", {"logDestination": [bucket]})


def _feature(name: str, status: object = "ENABLED") -> Given:
    return Given("aws:guardduty/detectorFeature:DetectorFeature", {"name": name, "status": status}, name)


def _group(**props: object) -> Given:
    return Given("aws:cloudwatch/logGroup:LogGroup", props, "group")


def _queue(**props: object) -> Given:
    return Given("aws:sqs/queue:Queue", props, "queue")


def _key(**props: object) -> Given:
    return Given("aws:kms/key:Key", props, "key")


_VPC = Given("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, "vpc")
_CLUSTER = Given("aws:eks/cluster:Cluster", {"name": "platform"}, "cluster")
_DETECTOR = Given("aws:guardduty/detector:Detector", {"findingPublishingFrequency": "ONE_HOUR"}, "detector")
_LOCK_V2 = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
_OWN_LOCK = {"objectLockEnabled": "Enabled", "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 365.0}}}
_AUDIT, _LOCKED = _bucket("audit"), _bucket("audit", objectLockEnabled=True)

EXAMPLES = [
    Examples(
        trail_multi_region.POLICY,
        passing=[_trail(isMultiRegionTrail=True), _trail(isMultiRegionTrail=True, enableLogging=True)],
        failing=[_trail(isMultiRegionTrail=False), _trail(isMultiRegionTrail=True, enableLogging=False)],
        absent=_trail(),
        absence_fails=True,
        unknown=_trail(isMultiRegionTrail=UNKNOWN),
    ),
    Examples(
        trail_log_validation.POLICY,
        passing=[_trail(enableLogFileValidation=True)],
        failing=[_trail(enableLogFileValidation=False)],
        absent=_trail(),
        absence_fails=True,
        unknown=_trail(enableLogFileValidation=UNKNOWN),
    ),
    Examples(
        trail_encryption.POLICY,
        passing=[_trail(kmsKeyId=KEY_ARN), _trail(kmsKeyId=UNKNOWN)],
        failing=[_trail(kmsKeyId=None)],
        absent=_trail(),
        absence_fails=True,
        unknown=_trail(),  # whether there is a key is always known
    ),
    Examples(
        trail_cloudwatch.POLICY,
        passing=[_trail(cloudWatchLogsGroupArn=UNKNOWN)],
        failing=[_trail(cloudWatchLogsGroupArn=None)],
        absent=_trail(),
        absence_fails=True,
        unknown=_trail(),  # whether there is a log group is always known
    ),
    Examples(
        bucket_data_events.POLICY,
        passing=[
            [_bucket(), _watching(*_DATA, _OF_MODELS)],
            [_bucket(), _watching(*_DATA)],
            [_bucket(), _watching(*_DATA, _field("resources.ARN", startsWiths=UNKNOWN), came_from="models")],
            [_bucket(), _basic(["arn:aws:s3:::models/"])],
            [_bucket(), _basic(["arn:aws:s3"], readWriteType="All")],
            [_bucket("logs"), _bucket(), _logging(), _watching(*_DATA, _OF_MODELS)],
            [_AUDIT, _trail()],
        ],
        failing=[
            _bucket(),
            [_bucket(), _trail()],
            [_bucket(), _watching(_field("eventCategory", equals=["Data"]))],
            [_bucket(), _watching(*_DATA, _field("readOnly", equals=["false"]))],
            [_bucket(), _watching(*_DATA, _field("resources.ARN", startsWiths=["arn:aws:s3:::others/"]))],
            [_bucket(), _watching(*_DATA, _field("resources.ARN", startsWiths=["arn:aws:s3:::models-of-others/"]))],
            [_bucket(), _basic(["arn:aws:s3:::models/"], readWriteType="WriteOnly")],
            [_bucket(), _basic(["arn:aws:s3:::others/"])],
        ],
        absent=_bucket(),
        absence_fails=True,
        unknown=[_bucket(), _watching(*_DATA, _field("resources.ARN", startsWiths=UNKNOWN))],
    ),
    Examples(
        bucket_of_evidence.POLICY,
        passing=[
            [_AUDIT, _trail(), _logging("audit"), _policy({"Service": "cloudtrail.amazonaws.com"})],
            [_bucket(), _trail()],
        ],
        failing=[
            [_AUDIT, _trail()],
            [_AUDIT, _trail(), _logging("audit"), _policy({"AWS": "arn:aws:iam::123456789012:role/tenant"})],
            [_AUDIT, _trail(), _logging("audit"), _policy("*")],
            [_AUDIT, _trail(), _policy({"Service": "cloudtrail.amazonaws.com"})],
        ],
        absent=[_AUDIT, _trail()],
        absence_fails=True,
        unknown=[
            _AUDIT,
            _trail(),
            _logging("audit"),
            Given("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "audit", "policy": UNKNOWN}, "policy"),
        ],
    ),
    Examples(
        log_group_retention.POLICY,
        passing=[_group(retentionInDays=365, kmsKeyId=KEY_ARN), _group(retentionInDays=3653, kmsKeyId=UNKNOWN)],
        failing=[
            _group(retentionInDays=180, kmsKeyId=KEY_ARN),
            _group(retentionInDays=0, kmsKeyId=KEY_ARN),
            _group(retentionInDays=365),
            _group(retentionInDays=UNKNOWN),
        ],
        absent=_group(kmsKeyId=KEY_ARN),
        absence_fails=True,
        unknown=_group(retentionInDays=UNKNOWN, kmsKeyId=KEY_ARN),
    ),
    Examples(
        cluster_watched.POLICY,
        passing=[
            [_CLUSTER, _DETECTOR, _feature("EKS_AUDIT_LOGS"), _feature("RUNTIME_MONITORING")],
            [_CLUSTER, _DETECTOR, _feature("EKS_AUDIT_LOGS"), _feature("EKS_RUNTIME_MONITORING")],
            _DETECTOR,
        ],
        failing=[
            _CLUSTER,
            [_CLUSTER, _DETECTOR],
            [_CLUSTER, _DETECTOR, _feature("EKS_AUDIT_LOGS")],
            [_CLUSTER, _DETECTOR, _feature("EKS_AUDIT_LOGS"), _feature("RUNTIME_MONITORING", "DISABLED")],
            [
                _CLUSTER,
                Given(_DETECTOR.type, {"enable": False}, "detector"),
                _feature("EKS_AUDIT_LOGS"),
                _feature("RUNTIME_MONITORING"),
            ],
        ],
        absent=_CLUSTER,
        absence_fails=True,
        unknown=[_CLUSTER, _DETECTOR, _feature("EKS_AUDIT_LOGS", UNKNOWN), _feature("RUNTIME_MONITORING")],
    ),
    Examples(
        bucket_access_log.POLICY,
        passing=[
            [_bucket(), _bucket("logs"), _logging()],
            [_bucket(), _bucket("logs"), Given("aws:s3/bucketLoggingV2:BucketLoggingV2", _logging().props)],
            _bucket(logging={"targetBucket": "logs"}),
            Given("aws:s3/bucketV2:BucketV2", {"loggings": [{"targetBucket": "logs"}]}),
        ],
        failing=[_bucket(), [_bucket(), _bucket("logs")], [_bucket(), _bucket("audit"), _bucket("logs"), _logging()]],
        absent=_bucket(),
        absence_fails=True,
        unknown=Given("aws:s3/bucket:Bucket", {"bucket": UNKNOWN}, "models"),
    ),
    Examples(
        audit_bucket_lock.POLICY,
        passing=[
            [_LOCKED, _trail(), _lock(days=365)],
            [_LOCKED, _trail(), _lock(years=1)],
            [_LOCKED, _trail(), Given(_LOCK_V2, _lock(days=365).props)],
            [_bucket("audit", objectLockConfiguration=_OWN_LOCK), _trail()],
            [_LOCKED, _flow_log_to("audit"), _lock(days=30)],
            [_bucket(), _trail()],
        ],
        failing=[
            [_LOCKED, _trail()],
            [_LOCKED, _trail(), _lock()],
            [_AUDIT, _trail(), _lock(days=365)],
            [_AUDIT, _flow_log_to("audit")],
            [_AUDIT, Given("aws:ec2/flowLog:FlowLog", {"logDestination": "arn:aws:s3:::audit/vpc/"})],
            [_bucket("audit", objectLockConfiguration={"objectLockEnabled": "Enabled"}), _trail()],
        ],
        absent=[_AUDIT, _trail()],
        absence_fails=True,
        unknown=[_LOCKED, _trail(), _lock(days=UNKNOWN)],
    ),
    Examples(
        log_target_unlocked.POLICY,
        passing=[[_bucket(), _bucket("logs"), _logging()], [_LOCKED, _bucket("logs"), _logging("audit")]],
        failing=[
            [_bucket(), _bucket("logs", objectLockEnabled=True), _logging()],
            [_bucket(), _bucket("logs", objectLockConfiguration=_OWN_LOCK), _logging()],
            [
                _bucket(),
                _bucket("logs", objectLockEnabled=True),
                Given("aws:s3/bucketLoggingV2:BucketLoggingV2", _logging().props),
            ],
        ],
        absent=[_bucket(), _bucket("logs"), _logging()],
        absence_fails=False,
        unknown=[_bucket(), _bucket("logs", objectLockEnabled=UNKNOWN), _logging()],
    ),
    Examples(
        bucket_no_force_destroy.POLICY,
        passing=[_bucket(forceDestroy=False)],
        failing=[_bucket(forceDestroy=True)],
        absent=_bucket(),
        absence_fails=False,
        unknown=_bucket(forceDestroy=UNKNOWN),
    ),
    Examples(
        key_deletion_window.POLICY,
        passing=[_key(deletionWindowInDays=30)],
        failing=[_key(deletionWindowInDays=7), _key(deletionWindowInDays=29)],
        absent=_key(),
        absence_fails=False,
        unknown=_key(deletionWindowInDays=UNKNOWN),
    ),
    Examples(
        key_explicit_policy.POLICY,
        passing=[_key(policy="{}"), _key(policy=UNKNOWN, isEnabled=True)],
        failing=[_key(isEnabled=UNKNOWN), _key(policy="{}", isEnabled=False)],
        absent=_key(),
        absence_fails=True,
        unknown=_key(policy="{}", isEnabled=UNKNOWN),
    ),
    Examples(
        vpc_flow_logs.POLICY,
        passing=[[_VPC, _flow_log()]],
        failing=[
            _VPC,
            [_VPC, _flow_log(trafficType="REJECT")],
            [_VPC, Given("aws:ec2/flowLog:FlowLog", {"trafficType": "ALL", "vpcId": "vpc-2"}, "other")],
        ],
        absent=_VPC,
        absence_fails=True,
        unknown=[_VPC, _flow_log(trafficType=UNKNOWN)],
    ),
    Examples(
        queue_encryption.POLICY,
        passing=[_queue(sqsManagedSseEnabled=True), _queue(kmsMasterKeyId=UNKNOWN)],
        failing=[_queue(sqsManagedSseEnabled=False)],
        absent=_queue(),
        absence_fails=True,
        unknown=_queue(sqsManagedSseEnabled=UNKNOWN),
    ),
]
