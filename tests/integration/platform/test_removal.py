"""The end of an environment: what goes, and that nothing stays. Runs last: it takes `dev` down."""

import json
import socket
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from sandbox.layout import Layout
from sandbox.status import status
from tests.infra.leftover_things import leave
from tests.integration.platform import leftovers, signed_in
from tests.integration.platform.checkout import Checkout
from tests.integration.platform.cluster import Cluster
from tests.integration.platform.interruption import kill
from tests.sandbox.aws.server.account import error

DESTROY_SECONDS = 240
NODE_POOL_IS_GOING = "kubernetes:karpenter.sh/v1:NodePool pool-gpu-node-pool deleting"


def runs(process: psutil.Process) -> bool:
    """Tell a running process from an ended one that its parent has not yet asked about."""
    return process.info["status"] != psutil.STATUS_ZOMBIE


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


@pytest.mark.usefixtures("another")
def test_down_finishes_what_a_killed_one_began_waits_for_what_controllers_left_and_leaves_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    subnets = cluster.aws("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [cluster.outputs()["vpc_id"]]}])
    private = [one["SubnetId"] for one in subnets["Subnets"] if one["CidrBlock"].startswith("10.")][-2:]
    leave(cluster.aws, signed_in.CLUSTER, cluster.outputs()["vpc_id"], private)
    remove = (sys.executable, "-m", "infra.cli", "leftovers", "dev", "--yes")
    refused = cluster.command(*remove, check=False)
    assert refused.returncode == 1
    assert "still exists" in refused.stderr
    cluster.run_gpu_pods(2)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 2})
    kill(cluster, "down", lambda said: NODE_POOL_IS_GOING in said, tmp_path / "killed.log")
    assert cluster.objects("nodeclaims"), "the kill was to come before the nodes are gone"
    assert "instances" in leftovers.in_the_account(cluster)
    with ThreadPoolExecutor(1) as beside:
        downed = beside.submit(cluster.mlplatform, "down", "dev")
        cluster.wait(lambda: not cluster.aws("eks").list_clusters()["clusters"], DESTROY_SECONDS)
        with error("DependencyViolation"):
            cluster.aws("ec2").delete_subnet(SubnetId=private[0])
        assert "load balancer" in cluster.command(*remove).stdout
        downed.result()
    assert leftovers.in_the_account(cluster) == {}
    assert leftovers.in_the_cluster(cluster) == {}
    assert cluster.state() == []
    for name in ("karpenter", "kserve", "envoy-gateway"):
        assert cluster.process(name) is None, "a controller ends with its release"


def test_down_leaves_no_process_and_no_port(dev: Checkout) -> None:
    current = status(dev.root)
    pids = [current.supervisor_pid, *(process.pid for process in current.processes)]
    ports = json.loads(Layout(dev.root).record.read_text())["ports"].values()
    dev.mlplatform("down", "dev")
    assert [process for process in psutil.process_iter(["status"]) if process.pid in pids and runs(process)] == []
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert status(dev.root).state == "stopped"
