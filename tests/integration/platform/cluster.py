"""A deployed environment and what tests ask of its nodes, pods and controllers."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from components import pool_placement
from sandbox.layout import Layout
from sandbox.report import ProcessReport, Report, load
from tests.integration.platform.checkout import Checkout

POLL_SECONDS = 0.5


class Cluster(Checkout):
    """A checkout whose dev environment is up."""

    def pool(self, name: str = "gpu") -> dict[str, Any]:
        """A NodePool of Karpenter."""
        return next(one for one in self.objects("nodepools") if one["metadata"]["name"] == name)

    def tolerations(self) -> list[dict[str, str]]:
        """What a pod needs to use the pool."""
        return [{"operator": "Equal", **taint} for taint in self.pool()["spec"]["template"]["spec"]["taints"]]

    def run_gpu_pods(
        self, count: int, pool: str = "gpu", *, tenant: str | None = None, tolerate: bool = True, adapters: int = 0
    ) -> None:
        """Ask for so many pods with one GPU each, placed as the platform places models."""
        limits = {"nvidia.com/gpu": "1", **({"vpc.amazonaws.com/efa": str(adapters)} if adapters else {})}
        container = {"name": "main", "image": "example.com/x", "resources": {"limits": limits}}
        placed = {
            "nodeSelector": pool_placement.node_labels(pool, tenant),
            "tolerations": pool_placement.tolerations(pool, tenant) if tolerate else [],
        }
        pod = {**placed, "terminationGracePeriodSeconds": 0, "containers": [container]}
        labels = {"app": pool}
        spec = {
            "replicas": count,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        }
        manifest = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": pool}, "spec": spec}
        self.kubectl("apply", "--filename=-", manifest=manifest)

    def stop_gpu_pods(self) -> None:
        """Take the pods away and wait until their nodes are gone."""
        self.kubectl("delete", "deployment", "gpu", "--ignore-not-found")
        self.wait(lambda: not self.gpu_nodes(), 90)

    def gpu_nodes(self) -> list[dict[str, Any]]:
        """Nodes that Karpenter started."""
        return self.objects("nodes", "--selector=karpenter.sh/nodepool")

    def nodes_of(self, pool: str) -> list[dict[str, Any]]:
        """Nodes of a pool, whoever started them."""
        return self.objects("nodes", f"--selector=mlplatform.io/node-pool={pool}")

    def instances(self, tag: str = "*") -> dict[str, dict[str, Any]]:
        """Running instances of the account that carry this tag, by id."""
        running = {"Name": "instance-state-name", "Values": ["running"]}
        found = self.aws("ec2").describe_instances(Filters=[running, {"Name": "tag-key", "Values": [tag]}])
        return {one["InstanceId"]: one for group in found["Reservations"] for one in group["Instances"]}

    def gpu_pods(self, pool: str = "gpu") -> Counter[str]:
        """How many pods of a pool are in which phase."""
        return Counter(pod["status"]["phase"] for pod in self.objects("pods", f"--selector=app={pool}"))

    def capacity_types(self) -> Counter[str]:
        """How many of Karpenter's nodes are spot or on demand."""
        return Counter(node["metadata"]["labels"]["karpenter.sh/capacity-type"] for node in self.gpu_nodes())

    def process(self, name: str) -> ProcessReport | None:
        """A process of the sandbox."""
        report = load(Layout(self.root).report, Report)
        return report.processes.get(name) if report else None

    def wait(self, condition: Callable[[], object], limit_seconds: float = 60) -> None:
        """Return as soon as the condition holds."""
        deadline = time.monotonic() + limit_seconds
        while not condition():
            assert time.monotonic() < deadline, self._situation()
            time.sleep(POLL_SECONDS)

    def _situation(self) -> str:
        shown = self.kubectl("get", "nodeclaims,nodes,pods,inferenceservices", "--all-namespaces", check=False)
        return shown + self.mlplatform("sandbox", "logs", "karpenter", "--lines", "15", check=False).stdout
