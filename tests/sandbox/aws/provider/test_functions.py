"""Functions answer as pulumi-aws does."""

import json

import pytest

from sandbox.provider.errors import CheckError, ProviderError
from sandbox.provider.values import Properties
from tests.sandbox.aws.provider.engine import Engine
from tests.sandbox.aws.provider.world import World


def call(engine: Engine, function: str, **arguments: object) -> Properties:
    module, _, name = function.rpartition("/")
    return engine.provider.invoke(f"aws:{module}/{name}:{name}", dict(arguments))


def test_who_and_where(engine: Engine) -> None:
    identity = call(engine, "index/getCallerIdentity")
    assert identity["accountId"] == "123456789012"
    assert call(engine, "index/getPartition")["dnsSuffix"] == "amazonaws.com"
    assert call(engine, "index/getRegion")["region"] == "eu-west-1"
    session = call(engine, "iam/getSessionContext", arn=identity["arn"])
    assert session["issuerArn"] == "arn:aws:iam::123456789012:role/sandbox-deployer"


def test_a_cluster_is_described(engine: Engine, world: World) -> None:
    cluster = call(engine, "eks/getCluster", name=world.cluster)
    assert cluster["accessConfigs"][0]["authenticationMode"] == "API"
    assert cluster["certificateAuthorities"][0]["data"]
    assert cluster["endpoint"].startswith("https://127.0.0.1")
    with pytest.raises(ProviderError, match="DescribeCluster: ResourceNotFoundException"):
        call(engine, "eks/getCluster", name="another")


def test_zones_are_sorted_and_can_be_left_out(engine: Engine) -> None:
    zones = call(engine, "index/getAvailabilityZones", state="available", excludeNames=["eu-west-1b"])
    assert zones["names"] == ["eu-west-1a", "eu-west-1c"]
    assert len(zones["zoneIds"]) == 2


def test_a_policy_document_is_made_of_statements(engine: Engine) -> None:
    statement = {
        "sid": "Read",
        "actions": ["s3:GetObject"],
        "resources": ["arn:b", "arn:a"],
        "principals": [{"type": "AWS", "identifiers": ["*"]}],
        "conditions": [{"test": "StringEquals", "variable": "aws:x", "values": ["1"]}],
    }
    document = json.loads(call(engine, "iam/getPolicyDocument", statements=[statement])["json"])
    assert document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": ["arn:b", "arn:a"],
                "Principal": {"AWS": "*"},
                "Condition": {"StringEquals": {"aws:x": "1"}},
            }
        ],
    }


def test_a_parameter_is_read(engine: Engine) -> None:
    name = "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id"
    assert str(call(engine, "ssm/getParameter", name=name)["value"]).startswith("ami-")


@pytest.mark.parametrize(
    ("function", "arguments", "failure"),
    [
        ("index/getRegion", {"regoin": "x"}, "regoin: unknown property; did you mean 'region'"),
        ("index/getAvailabilityZones", {"excludeNames": "a"}, "excludeNames: must be a list, not a string"),
        ("index/getAvailabilityZones", {"filters": [{"nam": "x"}]}, r"filters\[0\].nam: unknown property"),
        ("eks/getCluster", {}, "name: required argument is missing"),
        ("eks/getCluster", {"name": "c", "tags": {}}, "tags: the sandbox does not emulate this property"),
    ],
)
def test_wrong_arguments_are_refused_by_name(
    engine: Engine, function: str, arguments: Properties, failure: str
) -> None:
    with pytest.raises(CheckError, match=failure):
        call(engine, function, **arguments)
