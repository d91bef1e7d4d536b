"""kill -9 in the middle of `up` and `down`: the next one finishes the work, without duplicates and leftovers."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import psutil
import pytest

from tests.integration.platform import leftovers
from tests.integration.platform.checkout import Checkout

DEADLINE_SECONDS = 240
# In the middle: keys, roles, the VPC and its endpoints are there or on their way, the cluster is not.
CREATED_AT_THE_KILL = 40
NODE_POOL_IS_GOING = "kubernetes:karpenter.sh/v1:NodePool pool-gpu-node-pool deleting"


def kill(checkout: Checkout, command: str, seen: Callable[[str], bool], log: Path) -> None:
    """Start a command of `mlplatform` and kill it and its engine as soon as its output shows this."""
    with log.open("w") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "infra.cli", command, "dev"],
            cwd=checkout.root,
            env={**os.environ, "PYTHONPATH": str(checkout.root)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not seen(log.read_text()):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.02)
    engines = psutil.Process(running.pid).children()
    for process in (running.pid, *(engine.pid for engine in engines)):
        os.kill(process, signal.SIGKILL)
    running.wait()


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


@pytest.fixture
def another(dev: Checkout) -> Generator[None]:
    """Another stack of the sandbox, so that it keeps running when `dev` is gone."""
    folder = dev.root / "another"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: mlplatform\nruntime: python\n")
    (folder / "__main__.py").write_text("")
    pulumi = ("pulumi", "-C", "another")
    dev.command(*pulumi, "stack", "init", "another")
    dev.command(*pulumi, "up", "--stack", "another", "--yes", "--skip-preview", "--non-interactive")
    yield
    dev.command(*pulumi, "destroy", "--stack", "another", "--yes", "--skip-preview", "--non-interactive", "--remove")


def run_on_a_gpu(dev: Checkout) -> None:
    """Ask for a pod with a GPU and wait until Karpenter has started its node."""
    (pool,) = dev.objects("nodepools")
    tolerations = [{"operator": "Equal", **taint} for taint in pool["spec"]["template"]["spec"]["taints"]]
    container = {"name": "main", "image": "example.com/x", "resources": {"limits": {"nvidia.com/gpu": "1"}}}
    labels = {"app": "gpu"}
    spec = {
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": {"tolerations": tolerations, "containers": [container]}},
    }
    dev.kubectl(
        *("apply", "-n", "default", "-f", "-"),
        manifest={"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "gpu"}, "spec": spec},
    )
    dev.kubectl("rollout", "status", "-n", "default", "deployment/gpu", "--timeout=60s")
    assert dev.objects("nodes", "--selector=karpenter.sh/nodepool")


@pytest.mark.usefixtures("undisturbed", "another")
def test_down_finishes_what_a_killed_down_began_with_karpenters_nodes_present(dev: Checkout, tmp_path: Path) -> None:
    run_on_a_gpu(dev)
    kill(dev, "down", lambda said: NODE_POOL_IS_GOING in said, tmp_path / "killed.log")
    assert dev.objects("nodeclaims"), "the kill was to come before the nodes are gone"
    assert "instances" in leftovers.in_the_account(dev)
    dev.mlplatform("down", "dev")
    assert leftovers.in_the_account(dev) == {}
    assert leftovers.in_the_cluster(dev) == {}
    assert dev.state() == []


def test_up_converges_after_a_kill(undisturbed: Counter[str], dev: Checkout, tmp_path: Path) -> None:
    dev.mlplatform("down", "dev")
    kill(dev, "up", lambda said: said.count(" created (") >= CREATED_AT_THE_KILL, tmp_path / "killed.log")
    dev.mlplatform("up", "dev")
    assert names(dev) == undisturbed
    dev.command("pulumi", "preview", "--stack", "dev", "--expect-no-changes", "--non-interactive")
