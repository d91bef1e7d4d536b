"""The audit trail, threat detection and archived flow logs: complete, signed, encrypted, for our own account only."""

import json
from typing import Any

import pytest

from components import log_delivery
from components.audit_trail import AuditTrail, AuditTrailArgs
from components.flow_logs import FlowLogs, FlowLogsArgs
from components.threat_detection import ThreatDetection
from tests.components.support import named, record_component
from tests.recording import Recording

GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/platform/audit"
ARGS: AuditTrailArgs = {
    "trail_name": "platform",
    "account_id": "123456789012",
    "archive_bucket": "archive",
    "key_arn": "arn:key",
    "log_group_name": "/platform/audit",
    "log_group_arn": GROUP,
    "object_arn_prefixes": ["arn:aws:s3:::models/", "arn:aws:s3:::t-"],
}


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return record_component(lambda opts: AuditTrail("audit", ARGS, opts), preview=False)


def one(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def test_the_trail_records_all_regions_and_signs_and_encrypts_its_files(recorded: Recording) -> None:
    trail = one(recorded, "Trail")
    for flag in ("isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogging", "enableLogFileValidation"):
        assert trail[flag] is True
    assert trail["kmsKeyId"] == "arn:key"


def test_every_read_and_write_of_objects_is_recorded_and_all_management_events(recorded: Recording) -> None:
    management, objects = one(recorded, "Trail")["advancedEventSelectors"]
    assert management["fieldSelectors"] == [{"field": "eventCategory", "equals": ["Management"]}]
    fields = {selector.pop("field"): selector for selector in objects["fieldSelectors"]}
    assert fields == {
        "eventCategory": {"equals": ["Data"]},
        "resources.type": {"equals": ["AWS::S3::Object"]},
        "resources.ARN": {"startsWiths": ["arn:aws:s3:::models/", "arn:aws:s3:::t-"]},
    }, "no readOnly selector: reads and writes"


def test_events_go_to_an_encrypted_log_group_that_keeps_them_a_year(recorded: Recording) -> None:
    group = one(recorded, "LogGroup")
    assert (group["retentionInDays"], group["kmsKeyId"]) == (365, "arn:key")
    (statement,) = json.loads(one(recorded, "RolePolicy")["policy"])["Statement"]
    assert statement["Resource"] == f"{GROUP}:log-stream:123456789012_CloudTrail_*"


def test_the_key_serves_one_trail_and_the_log_delivery_of_one_account() -> None:
    trail = log_delivery.key_for_trails(["arn:trail"])
    assert trail["Condition"] == {"StringEquals": {"aws:SourceArn": ["arn:trail"]}}
    delivery: Any = log_delivery.key_for_flow_logs("aws", "123456789012", "eu-west-1")
    assert delivery["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}


def test_the_detector_watches_audit_logs_nodes_and_objects() -> None:
    recorded = record_component(lambda opts: ThreatDetection("threats", {}, opts))
    assert one(recorded, "Detector")["enable"] is True
    features = {feature["name"]: feature for feature in named(recorded, "DetectorFeature").values()}
    assert features.keys() == {"EKS_AUDIT_LOGS", "RUNTIME_MONITORING", "S3_DATA_EVENTS"}
    assert {feature["status"] for feature in features.values()} == {"ENABLED"}
    agent = {"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}
    assert features["RUNTIME_MONITORING"]["additionalConfigurations"] == [agent]


def test_flow_logs_go_to_the_archive_where_there_is_one() -> None:
    args: FlowLogsArgs = {
        "vpc_id": "vpc-1",
        "log_group_name": "flow-logs",
        "log_group_arn": "arn:logs",
        "key_arn": "arn:key",
    }
    alone = record_component(lambda opts: FlowLogs("flow-logs", args, opts))
    assert len(named(alone, "FlowLog")) == 1
    both = record_component(
        lambda opts: FlowLogs("flow-logs", {**args, "archive_bucket_arn": "arn:aws:s3:::archive"}, opts)
    )
    archived = named(both, "FlowLog")["flow-logs-archived-flow-log"]
    assert (archived["logDestinationType"], archived["logDestination"]) == ("s3", "arn:aws:s3:::archive")
    assert archived["trafficType"] == "ALL"
