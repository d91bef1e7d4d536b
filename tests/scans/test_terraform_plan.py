"""What scanners read is what the program declares."""

from typing import Any

import pytest

from tests.recording import record_environment
from tests.scans.terraform_plan import plan, type_of, values


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:s3/bucketPolicy:BucketPolicy", "aws_s3_bucket_policy"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "aws_launch_template"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws_vpc_security_group_ingress_rule"),
        ("aws:eks/nodeGroup:NodeGroup", "aws_eks_node_group"),
    ],
)
def test_types_have_terraforms_names(token: str, name: str) -> None:
    assert type_of(token) == name


def test_objects_become_blocks_and_maps_stay() -> None:
    assert values({"rules": [{"bucketKeyEnabled": True}], "vpcConfig": {"subnetIds": ["a"]}, "tags": {"aB": "c"}}) == {
        "rule": [{"bucket_key_enabled": True}],
        "vpc_config": [{"subnet_ids": ["a"]}],
        "tags": {"aB": "c"},
    }


def test_every_aws_resource_is_in_the_plan_and_refers_to_the_others() -> None:
    resources = record_environment("prod", preview=False)
    planned = plan(resources)
    module: Any = planned["planned_values"]["root_module"]
    assert len(module["resources"]) == len([one for one in resources if one.custom and one.type.startswith("aws:")])
    configured = {one["address"]: one["expressions"] for one in planned["configuration"]["root_module"]["resources"]}
    block = configured["aws_s3_bucket_public_access_block.models_public_access_block"]
    assert block["bucket"]["references"] == ["aws_s3_bucket.models_bucket.id", "aws_s3_bucket.models_bucket"]
