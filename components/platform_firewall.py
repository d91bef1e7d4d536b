"""The platform's own firewall: what its controllers need while the VPC CNI denies everything by default."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions
from pulumi_kubernetes.networking.v1 import NetworkPolicySpecArgsDict

from components import network_rules as rules
from components.network_rules import Port

HTTPS = Port(443)
WEBHOOKS = (Port(8443), Port(9443), Port(10250), Port(10251))


def controller_policy(vpc_cidr: str, service_cidr: str) -> NetworkPolicySpecArgsDict:
    """Controllers talk to DNS, the Kubernetes API and AWS, and are called at their webhooks."""
    return rules.policy_spec(
        ingress=[rules.from_addresses([vpc_cidr], *WEBHOOKS)],
        # The AWS APIs that controllers call have public addresses; a NetworkPolicy cannot name them more narrowly.
        egress=[
            rules.to_dns(),
            rules.to_pod_identity_agent(),
            rules.to_addresses([vpc_cidr, service_cidr], HTTPS, Port(10250)),
            rules.to_addresses(["0.0.0.0/0"], HTTPS),
        ],
    )


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

    def __init__(self, name: str, args: PlatformFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PlatformFirewall", name, None, opts)
        for namespace in args["namespaces"]:
            kubernetes.networking.v1.NetworkPolicy(
                f"{name}-{namespace}-controllers",
                metadata={"name": "controllers", "namespace": namespace},
                spec=controller_policy(args["vpc_cidr"], args["service_cidr"]),
                opts=ResourceOptions(parent=self),
            )
        kubernetes.networking.v1.NetworkPolicy(
            f"{name}-dns",
            metadata={"name": "dns", "namespace": rules.DNS.namespace},
            spec=rules.policy_spec(
                ingress=[rules.from_cluster(*rules.DNS_PORTS)],
                # CoreDNS asks the VPC's resolver, which answers inside the VPC and at 169.254.169.253.
                egress=[rules.to_addresses([args["vpc_cidr"], "169.254.169.253/32"], *rules.DNS_PORTS)],
                labels=rules.DNS.labels,
            ),
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})
