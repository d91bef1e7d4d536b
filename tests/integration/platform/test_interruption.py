"""kill -9 in the middle of `up`: the next `up` converges, without duplicates."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.integration.platform.checkout import Checkout

DEADLINE_SECONDS = 240
# In the middle: keys, roles, the VPC and its endpoints are there or on their way, the cluster is not.
CREATED_AT_THE_KILL = 40


def kill_during_up(checkout: Checkout, created: int, log: Path) -> None:
    """Start `up` and kill it and its engine once that many resources were reported as created."""
    with log.open("w") as output:
        command = subprocess.Popen(
            [sys.executable, "-m", "infra.cli", "up", "dev"],
            cwd=checkout.root,
            env={**os.environ, "PYTHONPATH": str(checkout.root)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + DEADLINE_SECONDS
    while log.read_text().count(" created (") < created:
        assert command.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)
    engines = psutil.Process(command.pid).children()
    for process in (command.pid, *(engine.pid for engine in engines)):
        os.kill(process, signal.SIGKILL)
    command.wait()


def names(checkout: Checkout) -> Counter[str]:
    """Everything in the account that could be there twice, by kind and name."""
    ec2 = checkout.aws("ec2")
    found: Counter[str] = Counter()
    for tag in ec2.describe_tags(Filters=[{"Name": "key", "Values": ["Name"]}])["Tags"]:
        if tag["ResourceType"] not in {"instance", "volume", "network-interface"}:
            # EKS ends the name of its security group with random digits.
            found[f"{tag['ResourceType']} {tag['Value'].rstrip('0123456789')}"] += 1
    found.update(f"role {role['RoleName'].rpartition('-')[0]}" for role in checkout.aws("iam").list_roles()["Roles"])
    for key in checkout.aws("kms").list_keys()["Keys"]:
        described = checkout.aws("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if described["Enabled"] and described["KeyManager"] == "CUSTOMER":
            found[f"key {described['Description']}"] += 1
    return found


@pytest.fixture(scope="module")
def undisturbed(dev: Checkout) -> Counter[str]:
    return names(dev)


def test_up_converges_after_a_kill(undisturbed: Counter[str], dev: Checkout, tmp_path: Path) -> None:
    dev.mlplatform("down", "dev")
    kill_during_up(dev, CREATED_AT_THE_KILL, tmp_path / "killed.log")
    dev.mlplatform("up", "dev")
    assert names(dev) == undisturbed
    dev.command("pulumi", "preview", "--stack", "dev", "--expect-no-changes", "--non-interactive")
