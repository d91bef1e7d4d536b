"""The firewall of a tenant's egress proxy: in from the tenant, out to DNS and to port 443 of the Internet."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import network_rules as rules
from components.egress_proxy_config import HTTPS_PORT
from components.network_rules import Port
from components.public_addresses import PUBLIC_RANGES


class EgressProxyFirewallArgs(TypedDict):
    """What an EgressProxyFirewall is made from."""

    namespace: str
    """Namespace of the proxy."""
    tenant_namespace: str
    """Namespace of the tenant, whose pods alone may use the proxy."""
    proxy_labels: Mapping[str, str]
    """Labels of the proxy's pods."""
    proxy_port: int
    """Port that the proxy listens on."""


class EgressProxyFirewall(ComponentResource):
    """Default deny, then what a proxy needs; no address of the VPC, of nodes, pods or metadata is among it."""

    def __init__(self, name: str, args: EgressProxyFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:EgressProxyFirewall", name, None, opts)
        specs = {
            "default-deny": rules.policy_spec(),
            "proxy": rules.policy_spec(
                ingress=[rules.from_namespace(args["tenant_namespace"], Port(args["proxy_port"]))],
                egress=[rules.to_dns(), rules.to_addresses(PUBLIC_RANGES, Port(HTTPS_PORT))],
                labels=args["proxy_labels"],
            ),
        }
        for policy, spec in specs.items():
            kubernetes.networking.v1.NetworkPolicy(
                f"{name}-{policy}",
                metadata={"name": policy, "namespace": args["namespace"]},
                spec=spec,
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})
