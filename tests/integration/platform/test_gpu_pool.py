"""The GPU pool scales from zero to its cap and back, by the autoscaler that does it in production."""

import os
import signal

from tests.integration.platform.cluster import Cluster

CAP = 2


def test_the_pools_classes_and_pools_are_ready(cluster: Cluster) -> None:
    for kind in ("ec2nodeclasses", "nodepools"):
        for one in cluster.objects(kind):
            ready = {condition["type"]: condition["status"] for condition in one["status"]["conditions"]}
            assert ready["Ready"] == "True", one


def test_an_idle_pool_has_no_node(cluster: Cluster) -> None:
    assert not cluster.gpu_nodes()


def test_a_pod_without_the_pools_toleration_gets_no_node(cluster: Cluster) -> None:
    cluster.run_gpu_pods(1, tolerate=False)
    cluster.wait(lambda: "FailedScheduling" in cluster.kubectl("get", "events"))
    assert cluster.gpu_pods() == {"Pending": 1}
    assert not cluster.objects("nodeclaims")


def test_one_pod_gets_one_node_of_the_cheapest_type_as_spot(cluster: Cluster) -> None:
    cluster.run_gpu_pods(1)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 1})
    (node,) = cluster.gpu_nodes()
    labels = node["metadata"]["labels"]
    assert labels["node.kubernetes.io/instance-type"] == "g6.2xlarge"
    assert labels["karpenter.sh/capacity-type"] == "spot"
    assert labels["karpenter.k8s.aws/instance-gpu-name"] == "l4"
    assert labels["mlplatform.io/node-pool"] == "gpu"
    taints = [{"operator": "Equal", **taint} for taint in node["spec"]["taints"]]
    assert taints == cluster.tolerations()
    assert node["status"]["capacity"]["nvidia.com/gpu"] == "1"


def test_the_device_plugin_runs_on_the_pools_node_and_offers_its_gpu_to_pods(cluster: Cluster) -> None:
    (node,) = cluster.gpu_nodes()
    selector = ("-l", "app.kubernetes.io/name=nvidia-device-plugin", "--field-selector")
    running = f"spec.nodeName={node['metadata']['name']},status.phase=Running"
    cluster.wait(
        lambda: "nvidia-device-plugin-" in cluster.kubectl("get", "pods", "-n", "kube-system", *selector, running)
    )


def test_more_pods_than_the_cap_allows_wait(cluster: Cluster) -> None:
    cluster.run_gpu_pods(CAP + 2)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": CAP, "Pending": 2})
    assert len(cluster.gpu_nodes()) == len(cluster.objects("nodeclaims")) == CAP


def test_karpenter_comes_back_after_a_crash_and_the_cap_still_holds(cluster: Cluster) -> None:
    before = cluster.process("karpenter")
    assert before
    assert before.pid
    os.kill(before.pid, signal.SIGKILL)
    cluster.wait(lambda: (now := cluster.process("karpenter")) and now.state == "ready" and now.restarts)
    assert len(cluster.gpu_nodes()) == CAP
    assert "karpenter" in cluster.mlplatform("sandbox", "logs").stdout.split()


def test_pods_gone_nodes_gone(cluster: Cluster) -> None:
    cluster.stop_gpu_pods()
    cluster.wait(lambda: not cluster.objects("nodeclaims"))
    assert not cluster.instances("karpenter.sh/nodepool")


def test_on_demand_takes_over_where_spot_is_gone(cluster: Cluster) -> None:
    for kind in ("g6.2xlarge", "g6.4xlarge"):
        cluster.mlplatform("sandbox", "capacity", kind, "--spot", "0")
    cluster.run_gpu_pods(1)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 1})
    assert cluster.capacity_types() == {"on-demand": 1}


def test_nothing_starts_when_all_capacity_is_gone_and_the_pod_gets_its_node_when_it_is_back(cluster: Cluster) -> None:
    for kind in ("g6.2xlarge", "g6.4xlarge"):
        cluster.mlplatform("sandbox", "capacity", kind, "--spot", "0", "--on-demand", "0")
    cluster.run_gpu_pods(2)
    cluster.wait(lambda: "filtered out all available instance types" in cluster.kubectl("get", "events"))
    assert cluster.gpu_pods() == {"Running": 1, "Pending": 1}
    for kind in ("g6.2xlarge", "g6.4xlarge"):
        cluster.mlplatform("sandbox", "capacity", kind, "--restore")
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 2})
