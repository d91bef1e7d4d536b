"""Inputs that the real provider refuses are refused before anything is made: path, value and rule."""

import pytest

from sandbox.provider.errors import CheckError
from sandbox.provider.values import UNKNOWN, Properties
from tests.sandbox.aws.provider.engine import Engine

RULE = {"securityGroupId": "sg-1", "ipProtocol": "tcp"}
NODES = {"clusterName": "c", "nodeRoleArn": "arn:aws:iam::123456789012:role/n", "subnetIds": ["subnet-1"]}
SIZE = {"minSize": 0, "maxSize": 1, "desiredSize": 1}
ROLE = {"assumeRolePolicy": "{}"}


@pytest.mark.parametrize(
    ("token", "inputs", "failure"),
    [
        (
            "aws:eks/nodeGroup:NodeGroup",
            {**NODES, "scalingConfig": SIZE, "capacityType": "SPOTS"},
            "capacityType: must be one of ON_DEMAND, SPOT, CAPACITY_BLOCK, not 'SPOTS'",
        ),
        (
            "aws:eks/nodeGroup:NodeGroup",
            {**NODES, "scalingConfig": {**SIZE, "maxSize": 0}},
            "scalingConfig.maxSize: must be at least 1, not 0",
        ),
        (
            "aws:eks/nodeGroup:NodeGroup",
            {**NODES, "scalingConfig": SIZE, "taints": [{"key": "gpu", "effect": "NoSchedule"}]},
            r"taints\[0\].effect: must be one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE, not 'NoSchedule'",
        ),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 2}, "retentionInDays: must be one of 0, 1, 3"),
        ("aws:kms/key:Key", {"deletionWindowInDays": 5}, "deletionWindowInDays: must be from 7 to 30, not 5"),
        ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.1/16"}, "cidrBlock: must be an address range .* not '10.0.0.1/16'"),
        ("aws:iam/role:Role", {**ROLE, "permissionsBoundary": "Admin"}, "permissionsBoundary: must be an ARN"),
        ("aws:iam/role:Role", {"assumeRolePolicy": "{"}, "assumeRolePolicy: must be JSON, not '{'"),
        ("aws:iam/role:Role", {**ROLE, "name": "a", "namePrefix": "b"}, "namePrefix: cannot be set together with name"),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            RULE,
            "cidrIpv4: one of cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId must be set",
        ),
        (
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            {**RULE, "cidrIpv4": "10.0.0.0/8", "cidrIpv6": "2001:db8::/32"},
            "cidrIpv6: cannot be set together with cidrIpv4",
        ),
    ],
)
def test_what_the_real_provider_refuses_is_refused(
    engine: Engine, token: str, inputs: Properties, failure: str
) -> None:
    with pytest.raises(CheckError, match=failure):
        engine.check(token, inputs)


def test_values_that_are_not_known_yet_are_not_judged(engine: Engine) -> None:
    inputs = {**RULE, "cidrIpv4": UNKNOWN, "fromPort": UNKNOWN}
    assert engine.check("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", inputs) == inputs
