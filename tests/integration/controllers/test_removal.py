"""A destroy with Karpenter's nodes present ends in the right order; last of its folder."""

from tests.integration.controllers.cluster import Cluster


def test_destroy_takes_nodes_before_their_autoscaler(cluster: Cluster) -> None:
    cluster.run_gpu_pods(2)
    cluster.wait(lambda: cluster.gpu_pods() == {"Running": 2})
    cluster.command("pulumi", "destroy", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive")
    assert not cluster.objects("nodes")
    assert not cluster.instances()
    assert not cluster.state()
    for name in ("karpenter", "kserve", "envoy-gateway"):
        assert cluster.process(name) is None, "a controller ends with its release"
