"""A tenant's egress proxy: the only way from the tenant to hosts on the Internet, and to listed ones only."""

import hashlib
import json
from collections.abc import Sequence
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import egress_hosts, egress_proxy_config, pod_security
from components.egress_proxy_firewall import EgressProxyFirewall
from components.egress_proxy_pods import PORT, PROXIES, deployment_spec
from components.names import egress_namespace

EGRESS_LABEL = "mlplatform.io/egress-of"
"""Label of the namespace of an egress proxy; its value is the tenant's name."""


class TenantEgressProxyArgs(TypedDict):
    """What a TenantEgressProxy is made from."""

    tenant_name: str
    """Name of the tenant, and of its namespace."""
    kubernetes_version: str
    """Minor version whose Pod Security rules hold."""
    hosts: Sequence[str]
    """Hosts that may be called on port 443: `host.example.com`, or `.example.com` for a domain and all below it; none
    of AWS's endpoints, behind which everybody's buckets are."""


class TenantEgressProxy(ComponentResource):
    """Envoy in a namespace of its own, in which the tenant has no rights; it has no AWS role and no API token."""

    namespace: str
    """Namespace of the proxy."""

    def __init__(self, name: str, args: TenantEgressProxyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantEgressProxy", name, None, opts)
        tenant = args["tenant_name"]
        if refused := [host for host in args["hosts"] if egress_hosts.is_aws_endpoint(host)]:
            message = f"tenant {tenant}: {', '.join(refused)}: past AWS's endpoints lie everybody's buckets; use `data`"
            raise ValueError(message)
        self.namespace = egress_namespace(tenant)
        restricted = pod_security.labels("restricted", args["kubernetes_version"])
        namespace = kubernetes.core.v1.Namespace(
            f"{name}-namespace",
            metadata={"name": self.namespace, "labels": {EGRESS_LABEL: tenant, **restricted}},
            opts=ResourceOptions(parent=self),
        )
        inside = ResourceOptions(parent=self, depends_on=[namespace])
        firewall = EgressProxyFirewall(
            f"{name}-firewall",
            {
                "namespace": self.namespace,
                "tenant_namespace": tenant,
                "proxy_labels": PROXIES,
                "proxy_port": PORT,
            },
            inside,
        )
        metadata: kubernetes.meta.v1.ObjectMetaArgsDict = {"name": "proxy", "namespace": self.namespace}
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-service-account", metadata=metadata, automount_service_account_token=False, opts=inside
        )
        written = json.dumps(egress_proxy_config.envoy(args["hosts"], PORT), indent=1, sort_keys=True)
        config = kubernetes.core.v1.ConfigMap(
            f"{name}-config", metadata=metadata, data={"envoy.json": written}, opts=inside
        )
        kubernetes.policy.v1.PodDisruptionBudget(
            f"{name}-disruption-budget",
            metadata=metadata,
            spec={"min_available": 1, "selector": {"match_labels": PROXIES}},
            opts=inside,
        )
        kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=metadata,
            spec=deployment_spec(hashlib.sha256(written.encode()).hexdigest()),
            opts=ResourceOptions(parent=self, depends_on=[firewall, account, config]),
        )
        kubernetes.core.v1.Service(
            f"{name}-service",
            metadata=metadata,
            # The same port and labels as the pods': the VPC CNI compares them with the tenant's network policy.
            spec={"type": "ClusterIP", "selector": PROXIES, "ports": [{"name": "http", "port": PORT}]},
            opts=inside,
        )
        self.register_outputs({"namespace": self.namespace})
