"""The firewall of the models' gateway: callers reach its proxies, its proxies reach tenants, and nothing else."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import network_rules as rules
from components.network_rules import Pods, Port
from components.platform_firewall import controller_policy

PROXY_HTTP = Port(10080)
"""Port of Envoy's pods behind port 80 of the gateway."""
PROXY_CONFIGURATION = Port(18000)
"""Port on which Envoy Gateway tells its proxies what to do."""


class GatewayFirewallArgs(TypedDict):
    """What a GatewayFirewall is made from."""

    vpc_cidr: str
    """Address range of the load balancer, of nodes and of the Kubernetes API's network interfaces."""
    service_cidr: str
    """Address range of Kubernetes Services, where pods find the API."""
    namespace: str
    """Namespace of the gateway's controller and proxies."""
    proxy_labels: Mapping[str, str]
    """Labels of the proxies there."""
    serving_port: int
    """Port on which models answer the proxies."""


class GatewayFirewall(ComponentResource):
    """Network policies of the gateway's namespace."""

    def __init__(self, name: str, args: GatewayFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:GatewayFirewall", name, None, opts)
        namespace = args["namespace"]
        proxies = Pods(namespace, args["proxy_labels"])
        controller = Pods(namespace, {"control-plane": "envoy-gateway"})
        specs = {
            "controllers": controller_policy(args["vpc_cidr"], args["service_cidr"]),
            "gateway-proxies": rules.policy_spec(
                ingress=[rules.from_addresses([args["vpc_cidr"]], PROXY_HTTP)],  # load balancers
                egress=[rules.to_pods(controller, PROXY_CONFIGURATION), rules.to_tenants(Port(args["serving_port"]))],
                labels=proxies.labels,
            ),
            "gateway-controller": rules.policy_spec(
                ingress=[rules.from_pods(proxies, PROXY_CONFIGURATION)], labels=controller.labels
            ),
        }
        for policy, spec in specs.items():
            kubernetes.networking.v1.NetworkPolicy(
                f"{name}-{policy}",
                metadata={"name": policy, "namespace": namespace},
                spec=spec,
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})
