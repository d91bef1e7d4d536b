"""Drift, and the end of an environment: what goes, and that nothing stays. Runs last: it takes `dev` down."""

import json
import socket
from typing import Any

import psutil

from sandbox.layout import Layout
from sandbox.status import status
from tests.integration.platform.checkout import Checkout


def outputs(dev: Checkout) -> dict[str, Any]:
    return json.loads(dev.command("pulumi", "stack", "output", "--json", "--stack", "dev").stdout)


def leftovers(dev: Checkout) -> dict[str, list[str]]:
    """What the account holds beyond what a new account does."""
    ec2 = dev.aws("ec2")
    found = {
        "clusters": dev.aws("eks").list_clusters()["clusters"],
        "buckets": [bucket["Name"] for bucket in dev.aws("s3").list_buckets()["Buckets"]],
        "repositories": [one["repositoryName"] for one in dev.aws("ecr").describe_repositories()["repositories"]],
        "queues": dev.aws("sqs").list_queues().get("QueueUrls", []),
        "log groups": [one["logGroupName"] for one in dev.aws("logs").describe_log_groups()["logGroups"]],
        "event rules": [one["Name"] for one in dev.aws("events").list_rules()["Rules"]],
        "roles": [r["RoleName"] for r in dev.aws("iam").list_roles()["Roles"] if r["RoleName"] != "sandbox-deployer"],
        "instance profiles": dev.aws("iam").list_instance_profiles()["InstanceProfiles"],
        "VPCs": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "NAT gateways": [
            gateway["NatGatewayId"]
            for gateway in ec2.describe_nat_gateways()["NatGateways"]
            if gateway["State"] != "deleted"
        ],
        "addresses": ec2.describe_addresses()["Addresses"],
        "launch templates": ec2.describe_launch_templates()["LaunchTemplates"],
        "flow logs": ec2.describe_flow_logs()["FlowLogs"],
        # AWS lists an endpoint for a while after its deletion.
        "endpoints": [one for one in ec2.describe_vpc_endpoints()["VpcEndpoints"] if one["State"] != "deleted"],
        "keys": [
            key["KeyId"]
            for key in dev.aws("kms").list_keys()["Keys"]
            if dev.aws("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "Enabled"
        ],
    }
    return {kind: things for kind, things in found.items() if things}


def test_a_change_behind_pulumis_back_is_seen_and_repaired(dev: Checkout) -> None:
    vpc = outputs(dev)["vpc_id"]
    bucket = outputs(dev)["models_bucket"]
    dev.aws("ec2").create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "damaged"}])
    dev.aws("s3").delete_public_access_block(Bucket=bucket)
    seen = dev.command("pulumi", "refresh", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive").stdout
    assert "network-vpc" in seen
    assert "models-public-access-block" in seen
    dev.mlplatform("up", "dev")
    tags = {tag["Key"]: tag["Value"] for tag in dev.aws("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"]}
    assert tags["Name"] == "network"
    block = dev.aws("s3").get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}


def test_destroy_leaves_nothing_in_the_account_and_in_the_cluster(dev: Checkout) -> None:
    dev.command("pulumi", "destroy", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive")
    assert leftovers(dev) == {}
    spaces = {space["metadata"]["name"] for space in dev.objects("namespaces")}
    assert spaces == {"default", "kube-node-lease", "kube-public", "kube-system"}
    assert dev.objects("nodes") == []


def test_down_leaves_no_process_and_no_port(dev: Checkout) -> None:
    current = status(dev.root)
    pids = [current.supervisor_pid, *(process.pid for process in current.processes)]
    ports = json.loads(Layout(dev.root).record.read_text())["ports"].values()
    dev.mlplatform("down", "dev")
    assert [pid for pid in pids if pid and psutil.pid_exists(pid)] == []
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert status(dev.root).state == "stopped"
