"""What a killed run created without recording it is found again."""

from collections.abc import Generator
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from infra.orphans import FINDERS, find_orphans

REGION = "eu-west-1"


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield


def client(service: str) -> Any:
    return cast("Any", boto3).client(service)


def state(token: str, inputs: dict[str, Any], *recorded: str, operation: str = "creating") -> dict[str, Any]:
    resource = {"urn": f"urn:pulumi:dev::mlplatform::{token}::it", "type": token, "inputs": inputs}
    return {
        "deployment": {
            "resources": [{"id": one} for one in recorded],
            "pending_operations": [{"type": operation, "resource": resource}],
        }
    }


def found(token: str, inputs: dict[str, Any], *recorded: str, operation: str = "creating") -> list[str]:
    return [orphan.id for orphan in find_orphans(state(token, inputs, *recorded, operation=operation))]


def make_vpc(**tags: str) -> str:
    specification = {"ResourceType": "vpc", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
    made = client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[specification])
    return made["Vpc"].get("VpcId", "")


def test_a_vpc_is_found_by_all_its_tags() -> None:
    make_vpc(Name="network", environment="test")
    ours = make_vpc(Name="network", environment="dev")
    assert found("aws:ec2/vpc:Vpc", {"tags": {"Name": "network", "environment": "dev"}}) == [ours]


def test_nothing_is_adopted_where_two_have_the_same_tags() -> None:
    make_vpc(Name="network")
    make_vpc(Name="network")
    assert found("aws:ec2/vpc:Vpc", {"tags": {"Name": "network"}}) == []


def test_a_resource_that_the_state_knows_is_no_orphan() -> None:
    ours = make_vpc(Name="network")
    assert found("aws:ec2/vpc:Vpc", {"tags": {"Name": "network"}}, ours) == []


def test_a_resource_without_tags_is_not_guessed() -> None:
    make_vpc(Name="network")
    assert found("aws:ec2/vpc:Vpc", {}) == []


def test_only_creations_leave_orphans() -> None:
    make_vpc(Name="network")
    assert found("aws:ec2/vpc:Vpc", {"tags": {"Name": "network"}}, operation="updating") == []


def test_a_role_is_found_by_its_name() -> None:
    assert found("aws:iam/role:Role", {"name": "node"}) == []
    client("iam").create_role(RoleName="node", AssumeRolePolicyDocument="{}")
    assert found("aws:iam/role:Role", {"name": "node"}) == ["node"]


def test_a_bucket_is_found_by_its_name() -> None:
    assert found("aws:s3/bucket:Bucket", {"bucket": "models"}) == []
    client("s3").create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
    assert found("aws:s3/bucket:Bucket", {"bucket": "models"}) == ["models"]


def test_what_a_provider_of_another_region_made_is_looked_for_there() -> None:
    provider, token = "urn:pulumi:prod::mlplatform::pulumi:providers:aws::aws-replica", "aws:ec2/vpc:Vpc"
    there: Any = cast("Any", boto3).client("ec2", "eu-central-1")
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "network"}]}]
    made = there.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)["Vpc"]["VpcId"]
    exported = state(token, {"tags": {"Name": "network"}})
    exported["deployment"]["resources"] = [
        {"urn": provider, "id": "1", "type": "pulumi:providers:aws", "inputs": {"region": "eu-central-1"}}
    ]
    assert find_orphans(exported) == []
    exported["deployment"]["pending_operations"][0]["resource"]["provider"] = f"{provider}::1"
    assert [orphan.id for orphan in find_orphans(exported)] == [made]


def test_a_queue_is_found_by_its_name() -> None:
    assert found("aws:sqs/queue:Queue", {"name": "interruptions"}) == []
    url = client("sqs").create_queue(QueueName="interruptions")["QueueUrl"]
    assert found("aws:sqs/queue:Queue", {"name": "interruptions"}) == [url]


def test_a_firewall_is_found_by_its_name() -> None:
    token, mapping = "aws:networkfirewall/firewall:Firewall", {"SubnetId": "subnet-1"}
    assert found(token, {"name": "egress"}) == []
    made = client("network-firewall").create_firewall(
        FirewallName="egress", FirewallPolicyArn="arn:aws:p", VpcId="vpc-1", SubnetMappings=[mapping]
    )
    assert found(token, {"name": "egress"}) == [made["Firewall"]["FirewallArn"]]


def test_a_trail_is_found_by_its_name() -> None:
    client("s3").create_bucket(Bucket="trail", CreateBucketConfiguration={"LocationConstraint": REGION})
    assert found("aws:cloudtrail/trail:Trail", {"name": "audit"}) == []
    arn = client("cloudtrail").create_trail(Name="audit", S3BucketName="trail")["TrailARN"]
    client("cloudtrail").create_trail(Name="another", S3BucketName="trail")
    assert found("aws:cloudtrail/trail:Trail", {"name": "audit"}) == [arn]


def test_a_detector_is_found_by_its_tags_and_someone_elses_is_not() -> None:
    made = client("guardduty").create_detector(Enable=True, Tags={"environment": "prod"})["DetectorId"]
    token = "aws:guardduty/detector:Detector"
    assert found(token, {"tags": {"environment": "prod"}}) == [made]
    assert found(token, {"tags": {"environment": "test"}}) == []
    assert found(token, {}) == []


def test_a_file_system_and_its_mount_target_are_found() -> None:
    tags = [{"Key": "Name", "Value": "shared"}]
    made = client("efs").create_file_system(CreationToken="one", Tags=tags)["FileSystemId"]
    client("efs").create_file_system(CreationToken="another", Tags=[{"Key": "Name", "Value": "other"}])
    assert found("aws:efs/fileSystem:FileSystem", {"tags": {"Name": "shared"}}) == [made]
    subnet = client("ec2").create_subnet(VpcId=make_vpc(), CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    target = client("efs").create_mount_target(FileSystemId=made, SubnetId=subnet)["MountTargetId"]
    token = "aws:efs/mountTarget:MountTarget"
    assert found(token, {"fileSystemId": made, "subnetId": subnet}) == [target]
    assert found(token, {"fileSystemId": made, "subnetId": "subnet-other"}) == []


def test_an_access_point_is_found_by_its_tags() -> None:
    files = client("efs").create_file_system(CreationToken="one")["FileSystemId"]
    tags = [{"Key": "Name", "Value": "iris/training"}]
    made = client("efs").create_access_point(ClientToken="one", FileSystemId=files, Tags=tags)["AccessPointId"]
    assert found("aws:efs/accessPoint:AccessPoint", {"tags": {"Name": "iris/training"}}) == [made]


def test_a_type_without_a_finder_is_left_to_be_created_again() -> None:
    assert "aws:iam/rolePolicy:RolePolicy" not in FINDERS
    assert found("aws:iam/rolePolicy:RolePolicy", {"name": "any"}) == []


def test_a_budget_is_found_by_its_name() -> None:
    owner = client("sts").get_caller_identity()["Account"]
    month = {"BudgetName": "ours", "BudgetType": "COST", "TimeUnit": "MONTHLY"}
    client("budgets").create_budget(AccountId=owner, Budget=month | {"BudgetLimit": {"Amount": "1", "Unit": "USD"}})
    assert found("aws:budgets/budget:Budget", {"name": "ours"}) == [f"{owner}:ours"]
    assert found("aws:budgets/budget:Budget", {"name": "another"}) == []
