"""Drift: what somebody changed past Pulumi is seen and repaired."""

from tests.integration.platform.checkout import Checkout


def test_a_change_behind_pulumis_back_is_seen_and_repaired(dev: Checkout) -> None:
    vpc = dev.outputs()["vpc_id"]
    bucket = dev.outputs()["models_bucket"]
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
