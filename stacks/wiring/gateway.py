"""The way to the models: the controller that makes load balancers, and the gateway behind one of them."""

from components import model_gateway
from components.controller_namespaces import ControllerNamespaces
from components.gateway_firewall import GatewayFirewall
from components.load_balancer_controller import LoadBalancerController
from components.model_endpoint import SERVING_PORT
from components.model_gateway import ModelGateway
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.cluster import Cluster
from stacks.wiring.foundation import Foundation


def gateway(settings: Settings, account: Account, base: Foundation, declared: Cluster) -> ModelGateway:
    """Declare them. The controller outlives the gateway's namespace, which goes only after its load balancer."""
    wanted, network = settings.cluster.load_balancers, settings.network
    controllers = [_controller(account, base, declared)] if wanted.controller else []
    namespace = ControllerNamespaces(
        "gateway",
        {"namespaces": [model_gateway.NAMESPACE], "kubernetes_version": settings.cluster.version},
        declared.after(*controllers),
    )
    firewall = GatewayFirewall(
        "gateway-firewall",
        {
            "vpc_cidr": network.vpc_cidr,
            "service_cidr": settings.cluster.service_cidr,
            "namespace": model_gateway.NAMESPACE,
            "proxy_labels": model_gateway.PROXIES.labels,
            "serving_port": SERVING_PORT,
        },
        declared.after(namespace),
    )
    inside = [network.vpc_cidr, *([network.pod_cidr] if network.pod_cidr else [])]
    return ModelGateway(
        "gateway",
        {
            "subnet_ids": base.network.private_subnet_ids,
            "client_cidrs": [*inside, *wanted.client_cidrs],
            "deletion_protection": wanted.deletion_protection,
        },
        declared.after(firewall),
    )


def _controller(account: Account, base: Foundation, declared: Cluster) -> LoadBalancerController:
    return LoadBalancerController(
        "load-balancers",
        {
            "cluster_name": account.cluster_name,
            "cluster_arn": account.cluster_arn,
            "partition": account.partition,
            "region": account.region,
            "account_id": account.account_id,
            "vpc_id": base.network.vpc_id,
            "tags": account.tags,
        },
        declared.after(),
    )
