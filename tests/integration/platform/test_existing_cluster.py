"""A second platform looks at a cluster that exists: the one of dev."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.signed_in import CLUSTER


@pytest.fixture
def file(dev: Checkout) -> Generator[Path]:
    """The settings file of another environment, as long as the test runs."""
    file = dev.root / "stacks" / "small.yaml"
    before = file.read_text()
    yield file
    file.write_text(before)


def moving_in(dev: Checkout) -> str:
    """Settings of the other environment, in dev's cluster and VPC."""
    subnets = {
        one["urn"].rpartition("::")[2]: one["outputs"] for one in dev.state() if one["type"] == "aws:ec2/subnet:Subnet"
    }
    (private, pods, endpoints) = (
        [found for name, found in sorted(subnets.items()) if f"-{purpose}-" in name]
        for purpose in ("private", "pod", "endpoint")
    )
    given = {
        "vpc_id": private[0]["vpcId"],
        "private_subnet_ids": [each["id"] for each in private],
        "pod_subnet_ids": [each["id"] for each in pods],
        "endpoint_subnets": {each["id"]: each["cidrBlock"] for each in endpoints},
    }
    text = (dev.root / "stacks" / "dev.yaml").read_text().replace("environment: dev", "environment: small")
    text = text.replace("  interface_endpoints: [s3]\n", f"  interface_endpoints: []\n  existing: {given}\n")
    return text.replace('  version: "1.36"\n', f'  version: "1.36"\n  existing: {{name: {CLUSTER}}}\n')


def test_a_fitting_cluster_gets_pools_and_tenants_and_nothing_of_its_own(dev: Checkout, file: Path) -> None:
    file.write_text(moving_in(dev))
    said = dev.mlplatform("preview", "small").stdout
    assert "aws:eks/nodeGroup:NodeGroup" in said
    assert "serving.kserve.io/v1beta1:InferenceService" in said
    assert not [kind for kind in ("aws:eks/cluster:Cluster", "aws:eks/addon:Addon", "aws:ec2/vpc:Vpc") if kind in said]
