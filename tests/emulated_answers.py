"""What AWS would answer, for the recording engine: invokes, and the outputs that other resources build on."""

import re
from collections.abc import Mapping
from typing import Any

ACCOUNT_ID = "123456789012"
REGION = "eu-west-1"

_INVOKES: dict[str, dict[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT_ID,
        "arn": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/sandbox-deployer/session",
        "id": ACCOUNT_ID,
        "userId": "AROA:session",
    },
    "aws:iam/getSessionContext:getSessionContext": {
        "arn": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/sandbox-deployer/session",
        "id": f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/sandbox-deployer/session",
        "issuerArn": f"arn:aws:iam::{ACCOUNT_ID}:role/sandbox-deployer",
        "issuerId": "AROA",
        "issuerName": "sandbox-deployer",
        "sessionName": "session",
    },
    "aws:eks/getCluster:getCluster": {
        "endpoint": "https://DEF.gr7.eu-west-1.eks.amazonaws.com",
        "certificateAuthorities": [{"data": "Q0E="}],
        "vpcConfig": {"clusterSecurityGroupId": "sg-cluster"},
    },
    "aws:index/getPartition:getPartition": {
        "dnsSuffix": "amazonaws.com",
        "id": "aws",
        "partition": "aws",
        "reverseDnsPrefix": "com.amazonaws",
    },
}


def invoke_result(token: str) -> dict[str, Any]:
    """The canned answer; an invoke that nobody foresaw is an error, not an empty answer."""
    if token not in _INVOKES:
        message = f"the program asks AWS for {token}, which no test foresaw"
        raise LookupError(message)
    return _INVOKES[token]


def outputs_after_create(token: str, name: str, props: Mapping[str, Any]) -> dict[str, Any]:
    """Outputs that the provider adds to the inputs when it creates the resource."""
    _, module, kind = token.split(":")
    service = module.split("/")[0]
    outputs: dict[str, Any] = {"arn": f"arn:aws:{service}:{REGION}:{ACCOUNT_ID}:{kind.lower()}/{name}"}
    if token == "aws:eks/cluster:Cluster":
        outputs |= {
            "endpoint": "https://ABC.gr7.eu-west-1.eks.amazonaws.com",
            "certificateAuthority": {"data": "Q0E="},
            "certificateAuthorities": [{"data": "Q0E="}],
            "vpcConfig": {**props.get("vpcConfig", {}), "clusterSecurityGroupId": "sg-cluster"},
        }
    if token == "aws:networkfirewall/firewall:Firewall":
        zones = [re.findall(rf"{REGION}[a-z]", one["subnetId"])[-1] for one in props["subnetMappings"]]
        states = [{"availabilityZone": zone, "attachments": [{"endpointId": f"vpce-{zone}"}]} for zone in zones]
        outputs["firewallStatuses"] = [{"syncStates": states}]
    if not props.get("name") and kind in {"Queue", "Role", "Repository", "LogGroup", "EventRule"}:
        outputs["name"] = f"{name}-0000000"
    return outputs
