"""The kinds of leftovers, in the order in which they can go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from botocore.exceptions import ClientError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from infra.leftovers import load_balancers, network, nodes
from infra.orphans import Account

PATIENCE_SECONDS = 600
# AWS needs some minutes until what used a network is out of it.
BUSY = ("DependencyViolation", "ResourceInUse", "InvalidNetworkInterface.InUse")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that controllers make, marked with their cluster's name."""

    name: str
    maker: str
    """Who makes it."""
    find: Callable[[Account, str], Sequence[str]]
    """Ids of those of a cluster."""
    remove: Callable[[Account, str], None]
    """Remove one, by its id."""

    def remove_all(self, account: Account, cluster: str) -> Sequence[str]:
        """Remove those of a cluster, once nothing uses them any more; return their ids."""
        found = self.find(account, cluster)
        patient = Retrying(
            retry=retry_if_exception(_is_busy),
            stop=stop_after_delay(PATIENCE_SECONDS),
            wait=wait_fixed(3),
            reraise=True,
        )
        for one in found:
            patient(self.remove, account, one)
        return found


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") in BUSY


_CONTROLLER = "AWS Load Balancer Controller"
KINDS = (
    Kind("load balancer", _CONTROLLER, load_balancers.load_balancers, load_balancers.remove_load_balancer),
    Kind("target group", _CONTROLLER, load_balancers.target_groups, load_balancers.remove_target_group),
    Kind("node", "Karpenter", nodes.nodes, nodes.remove_node),
    Kind("launch template", "Karpenter", nodes.launch_templates, nodes.remove_launch_template),
    Kind("network interface", "VPC CNI", network.network_interfaces, network.remove_network_interface),
    Kind("security group", f"{_CONTROLLER} or EKS", network.security_groups, network.remove_security_group),
)


def cluster_exists(account: Account, cluster: str) -> bool:
    """Whether the cluster is there: then its controllers need what they made, or make it again."""
    eks = account.client("eks")
    try:
        eks.describe_cluster(name=cluster)
    except eks.exceptions.ResourceNotFoundException:
        return False
    return True
