"""The platform's own firewall: what its controllers need while the VPC CNI denies everything by default."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import network_rules as rules
from components.network_rules import Egress, Ingress, Pods, Port

HTTPS = Port(443)
WEBHOOKS = (Port(8443), Port(9443), Port(10250), Port(10251))
PROXY_HTTP = Port(10080)
"""Port of Envoy's pods behind port 80 of the gateway."""
PROXY_CONFIGURATION = Port(18000)
"""Port on which Envoy Gateway tells its proxies what to do."""


class PlatformFirewallArgs(TypedDict):
    """What a PlatformFirewall is made from."""

    vpc_cidr: str
    """Address range of nodes and of the Kubernetes API's network interfaces."""
    service_cidr: str
    """Address range of Kubernetes Services, where pods find the API."""
    namespaces: Sequence[str]
    """Namespaces of the controllers, for example `["kube-system", "kserve"]`."""
    gateway_namespace: str
    """The one of them with the gateway's controller and proxies."""
    gateway_labels: Mapping[str, str]
    """Labels of the proxies there."""
    serving_port: int
    """Port on which models answer the proxies."""


class PlatformFirewall(ComponentResource):
    """Network policies of the controllers' namespaces: DNS, the Kubernetes API, AWS, and calls to webhooks."""

    policy_names: Sequence[str]
    """Names of the policies, `<namespace>/<name>`."""

    def __init__(self, name: str, args: PlatformFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PlatformFirewall", name, None, opts)
        self._policies: list[str] = []
        inside = [args["vpc_cidr"], args["service_cidr"]]
        # The AWS APIs that controllers call have public addresses; a NetworkPolicy cannot name them more narrowly.
        egress: list[Egress] = [
            rules.to_dns(),
            rules.to_pod_identity_agent(),
            rules.to_addresses(inside, HTTPS, Port(10250)),
            rules.to_addresses(["0.0.0.0/0"], HTTPS),
        ]
        ingress: list[Ingress] = [rules.from_addresses([args["vpc_cidr"]], *WEBHOOKS)]
        for namespace in args["namespaces"]:
            self._policy(
                f"{name}-{namespace}-controllers", "controllers", Pods(namespace, {}), ingress=ingress, egress=egress
            )
        self._policy(
            f"{name}-dns",
            "dns",
            rules.DNS,
            ingress=[rules.from_cluster(*rules.DNS_PORTS)],
            # CoreDNS asks the VPC's resolver, which answers inside the VPC and at 169.254.169.253.
            egress=[rules.to_addresses([args["vpc_cidr"], "169.254.169.253/32"], *rules.DNS_PORTS)],
        )
        proxies = Pods(args["gateway_namespace"], args["gateway_labels"])
        controller = Pods(args["gateway_namespace"], {"control-plane": "envoy-gateway"})
        self._policy(
            f"{name}-gateway-proxies",
            "gateway-proxies",
            proxies,
            ingress=[rules.from_addresses([args["vpc_cidr"]], PROXY_HTTP)],  # load balancers
            egress=[rules.to_pods(controller, PROXY_CONFIGURATION), rules.to_tenants(Port(args["serving_port"]))],
        )
        self._policy(
            f"{name}-gateway-controller",
            "gateway-controller",
            controller,
            ingress=[rules.from_pods(proxies, PROXY_CONFIGURATION)],
        )
        self.policy_names = self._policies
        self.register_outputs({"policy_names": self.policy_names})

    def _policy(
        self, name: str, policy: str, pods: Pods, *, ingress: Sequence[Ingress] = (), egress: Sequence[Egress] = ()
    ) -> None:
        self._policies.append(f"{pods.namespace}/{policy}")
        spec = rules.policy_spec(ingress=ingress, egress=egress, labels=pods.labels)
        kubernetes.networking.v1.NetworkPolicy(
            name, metadata={"name": policy, "namespace": pods.namespace}, spec=spec, opts=ResourceOptions(parent=self)
        )
