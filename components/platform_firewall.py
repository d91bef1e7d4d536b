"""The platform's own firewall: what its controllers need while the VPC CNI denies everything by default."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import network_rules as rules
from components.network_rules import Egress, Ingress, Port

HTTPS = Port(443)
WEBHOOKS = (Port(8443), Port(9443), Port(10250))


class PlatformFirewallArgs(TypedDict):
    """What a PlatformFirewall is made from."""

    vpc_cidr: str
    """Address range of nodes and of the Kubernetes API's network interfaces."""
    service_cidr: str
    """Address range of Kubernetes Services, where pods find the API."""
    namespaces: Sequence[str]
    """Namespaces of the controllers, for example `["kube-system", "kserve"]`."""


class PlatformFirewall(ComponentResource):
    """Network policies of the controllers' namespaces: DNS, the Kubernetes API, AWS, and calls to webhooks."""

    policy_names: Sequence[str]
    """Names of the policies, `<namespace>/<name>`."""

    def __init__(self, name: str, args: PlatformFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PlatformFirewall", name, None, opts)
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
            kubernetes.networking.v1.NetworkPolicy(
                f"{name}-{namespace}-controllers",
                metadata={"name": "controllers", "namespace": namespace},
                spec=rules.policy_spec(ingress=ingress, egress=egress),
                opts=ResourceOptions(parent=self),
            )
        kubernetes.networking.v1.NetworkPolicy(
            f"{name}-dns",
            metadata={"name": "dns", "namespace": rules.DNS.namespace},
            spec=rules.policy_spec(
                labels=rules.DNS.labels,
                ingress=[rules.from_cluster(*rules.DNS_PORTS)],
                # CoreDNS asks the VPC's resolver, which answers inside the VPC and at 169.254.169.253.
                egress=[rules.to_addresses([args["vpc_cidr"], "169.254.169.253/32"], *rules.DNS_PORTS)],
            ),
            opts=ResourceOptions(parent=self),
        )
        self.policy_names = [f"{namespace}/controllers" for namespace in args["namespaces"]] + ["kube-system/dns"]
        self.register_outputs({"policy_names": self.policy_names})
