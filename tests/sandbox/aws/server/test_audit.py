"""What CloudTrail, GuardDuty and locked buckets refuse or forget without the layer."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.aws.server.account import REGION, Account, error

Bucket = Callable[..., str]


@pytest.fixture
def bucket(account: Account) -> Bucket:
    def make(name: str, *, locked: bool = False) -> str:
        location = {"LocationConstraint": REGION}
        account.client("s3").create_bucket(
            Bucket=name, CreateBucketConfiguration=location, ObjectLockEnabledForBucket=locked
        )
        return name

    return make


def let_cloudtrail_write(account: Account, name: str, *actions: str) -> None:
    principal = {"Service": "cloudtrail.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    account.client("s3").put_bucket_policy(Bucket=name, Policy=policy)


@pytest.mark.parametrize("actions", [(), ("s3:PutObject",), ("s3:GetBucketAcl",)])
def test_a_trail_needs_a_bucket_that_cloudtrail_may_write_to(
    account: Account, bucket: Bucket, actions: tuple[str, ...]
) -> None:
    name = bucket(f"closed-{len(''.join(actions))}")
    if actions:
        let_cloudtrail_write(account, name, *actions)
    with error("InsufficientS3BucketPolicyException"):
        account.client("cloudtrail").create_trail(Name="audit", S3BucketName=name)


def test_a_trail_exists_once_and_ends_by_its_arn(account: Account, bucket: Bucket) -> None:
    trails, name = account.client("cloudtrail"), bucket("trail")
    let_cloudtrail_write(account, name, "s3:PutObject", "s3:GetBucketAcl")
    arn = trails.create_trail(Name="audit", S3BucketName=name)["TrailARN"]
    with error("TrailAlreadyExistsException"):
        trails.create_trail(Name="audit", S3BucketName=name)
    trails.delete_trail(Name=arn)
    assert trails.describe_trails(trailNameList=[arn])["trailList"] == []


def test_a_trail_takes_both_cloudwatch_settings_or_none(account: Account, bucket: Bucket) -> None:
    trails, name = account.client("cloudtrail"), bucket("half")
    let_cloudtrail_write(account, name, "s3:*")
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:trail"
    with error("InvalidParameterCombinationException"):
        trails.create_trail(Name="half", S3BucketName=name, CloudWatchLogsLogGroupArn=f"{group}:*")


def test_a_new_choice_of_events_takes_the_place_of_the_old_one(account: Account, bucket: Bucket) -> None:
    trails, name = account.client("cloudtrail"), bucket("chosen")
    let_cloudtrail_write(account, name, "s3:*")
    trails.create_trail(Name="chosen", S3BucketName=name)
    advanced = {"Name": "data", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}
    trails.put_event_selectors(TrailName="chosen", AdvancedEventSelectors=[advanced])
    assert trails.describe_trails()["trailList"][0]["HasCustomEventSelectors"]
    trails.put_event_selectors(TrailName="chosen", EventSelectors=[{"ReadWriteType": "WriteOnly"}])
    assert not trails.get_event_selectors(TrailName="chosen").get("AdvancedEventSelectors")
    trails.delete_trail(Name="chosen")


def test_a_region_has_one_detector(account: Account) -> None:
    guardduty = account.client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    with error("BadRequestException"):
        guardduty.create_detector(Enable=True)
    guardduty.delete_detector(DetectorId=detector)
    with error("BadRequestException"):
        guardduty.get_detector(DetectorId=detector)


def features(guardduty: Any, detector: str) -> dict[str, str]:
    told = guardduty.get_detector(DetectorId=detector)["Features"]
    return {feature["Name"]: feature["Status"] for feature in told}


def test_a_feature_is_changed_without_the_others(account: Account) -> None:
    guardduty = account.client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    before = features(guardduty, detector)
    wanted = {"Name": "RUNTIME_MONITORING", "Status": "ENABLED"}
    guardduty.update_detector(DetectorId=detector, Features=[wanted])
    assert features(guardduty, detector) == before | {"RUNTIME_MONITORING": "ENABLED"}
    with error("BadRequestException"):
        guardduty.update_detector(
            DetectorId=detector, Features=[{"Name": "EKS_RUNTIME_MONITORING", "Status": "ENABLED"}]
        )
    guardduty.delete_detector(DetectorId=detector)


def test_a_locked_bucket_cannot_take_access_logs(account: Account, bucket: Bucket) -> None:
    s3 = account.client("s3")
    bucket("locked", locked=True)
    bucket("models-of-someone")
    status = {"LoggingEnabled": {"TargetBucket": "locked", "TargetPrefix": "x/"}}
    with error("InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket="models-of-someone", BucketLoggingStatus=status)


def test_access_logs_go_where_s3_may_write_whatever_else_the_policy_says(account: Account, bucket: Bucket) -> None:
    s3, source, target = account.client("s3"), bucket("logged"), bucket("log-target")
    status = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": "x/"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{target}/*"}
    writer = {"Service": "logging.s3.amazonaws.com"}
    allow = {"Effect": "Allow", "Principal": writer, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{target}/*"}
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    with error("InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(Bucket=source, BucketLoggingStatus=status)
    s3.put_bucket_policy(Bucket=target, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny, allow]}))
    s3.put_bucket_logging(Bucket=source, BucketLoggingStatus=status)
    assert s3.get_bucket_logging(Bucket=source)["LoggingEnabled"]["TargetBucket"] == target
    with error("InvalidTargetBucketForLogging"):
        s3.put_bucket_logging(
            Bucket=source, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "nowhere", "TargetPrefix": ""}}
        )


@pytest.mark.parametrize(("mode", "bypassed"), [("GOVERNANCE", True), ("COMPLIANCE", False)])
def test_retention_holds_and_only_governance_can_be_bypassed(
    account: Account, bucket: Bucket, mode: str, *, bypassed: bool
) -> None:
    s3, name = account.client("s3"), bucket(f"kept-{mode.lower()}", locked=True)
    until = datetime.now(UTC) + timedelta(days=1)
    version = s3.put_object(Bucket=name, Key="log", Body=b"", ObjectLockMode=mode, ObjectLockRetainUntilDate=until)[
        "VersionId"
    ]
    with error("AccessDenied"):
        s3.delete_object(Bucket=name, Key="log", VersionId=version)
    try:
        s3.delete_object(Bucket=name, Key="log", VersionId=version, BypassGovernanceRetention=True)
        gone = True
    except s3.exceptions.ClientError:
        gone = False
    assert gone is bypassed


def test_the_retention_of_a_bucket_with_objects_can_change(account: Account, bucket: Bucket) -> None:
    s3, name = account.client("s3"), bucket("filled", locked=True)
    s3.put_object(Bucket=name, Key="log", Body=b"")
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 365}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)
    assert s3.get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"]["Rule"] == rule
