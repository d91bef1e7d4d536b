"""A tenant's firewall: nothing in, nothing out, except the flows that are named here."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import egress_proxy_pods
from components import network_rules as rules
from components.names import GATEWAY, egress_namespace
from components.network_rules import Egress, Ingress, Pods, Port
from components.tenant_calls import ServiceFlow, serving_pods

HTTPS = Port(443)


class EgressFlow(TypedDict):
    """One flow out of the tenant."""

    description: str
    """What is there, in a few words; becomes an annotation of the policy."""
    cidr: str
    """Address range of the other side; never pods, nodes or the metadata service."""
    port: int
    """TCP port."""


class DataFlow(TypedDict):
    """The flows to one data source: to address ranges, or to pods of this cluster."""

    source_name: str
    """Name of the data source."""
    ports: Sequence[int]
    """TCP ports."""
    cidrs: NotRequired[Sequence[str]]
    """Address ranges of the source; never pods, nodes or the metadata service. Default: it is in the cluster."""
    namespace: NotRequired[str]
    """Namespace of the source's pods. Default: the source is outside."""
    labels: NotRequired[Mapping[str, str]]
    """Labels of the source's pods there. Default: all pods of the namespace."""


class TenantFirewallArgs(TypedDict):
    """What a TenantFirewall is made from."""

    namespace: str
    """Namespace of the tenant."""
    serving_port: int
    """Port on which the model's pods answer."""
    gateway_namespace: str
    """Namespace of the gateway that callers come through."""
    gateway_labels: Mapping[str, str]
    """Labels of the gateway's pods there."""
    endpoint_cidrs: Sequence[str]
    """Address ranges of the VPC endpoints: own data in S3, and nothing else of AWS."""
    called_by: NotRequired[Sequence[str]]
    """Who may call the model: `gateway`, and tenants that list this one in `calls`. Default: the gateway."""
    calls: NotRequired[Sequence[str]]
    """Tenants whose models this one calls, and that list it in `called_by`. Default: none."""
    services: NotRequired[Sequence[ServiceFlow]]
    """Flows to services of the platform. Default: none."""
    egress_proxy: NotRequired[bool]
    """Whether the tenant has an egress proxy. Default: no."""
    egress: NotRequired[Sequence[EgressFlow]]
    """Further flows out. Default: none."""
    data_flows: NotRequired[Sequence[DataFlow]]
    """Flows to data sources. Default: none."""


class TenantFirewall(ComponentResource):
    """Default deny in both directions, then one network policy per named flow."""

    policy_names: Sequence[str]
    """Names of the network policies."""

    def __init__(self, name: str, args: TenantFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantFirewall", name, None, opts)
        self._name, self._namespace = name, args["namespace"]
        self._policies: list[str] = []
        deny = self._policy("default-deny", "Denies what no other policy allows")
        # Only after the default deny: the tenant is never open, not even for a moment.
        self._after = ResourceOptions(parent=self, depends_on=[deny])
        self._calls(args)
        self._policy("to-dns", "Names", egress=rules.to_dns())
        self._policy("to-pod-identity", "AWS credentials of the tenant", egress=rules.to_pod_identity_agent())
        if args["endpoint_cidrs"]:
            self._policy(
                "to-endpoints",
                "Own data, through VPC endpoints",
                egress=rules.to_addresses(args["endpoint_cidrs"], HTTPS),
            )
        if args.get("egress_proxy", False):
            proxies = Pods(egress_namespace(args["namespace"]), egress_proxy_pods.PROXIES)
            rule = rules.to_pods(proxies, Port(egress_proxy_pods.PORT))
            self._policy("to-egress-proxy", "Hosts on the Internet", egress=rule)
        for flow in args.get("egress", []):
            block = flow["cidr"].replace("/", "-").replace(".", "-")
            rule = rules.to_addresses([flow["cidr"]], Port(flow["port"]))
            self._policy(f"to-{block}-{flow['port']}", flow["description"], egress=rule)
        for flow in args.get("data_flows", []):
            source = flow["source_name"]
            self._policy(f"to-data-{source}", f"Data source {source}", egress=_to_data(flow))
        self.policy_names = self._policies
        self.register_outputs({"policy_names": self.policy_names})

    def _calls(self, args: TenantFirewallArgs) -> None:
        model, port = serving_pods(args["namespace"]), Port(args["serving_port"])
        callers = args.get("called_by", [GATEWAY])
        if GATEWAY in callers:
            gateway = Pods(args["gateway_namespace"], args["gateway_labels"])
            self._policy("from-gateway", "Calls of the model", ingress=rules.from_pods(gateway, port))
        # From model to model: both ends name the namespace and the pods of the other, and its serving port.
        for caller in (one for one in callers if one != GATEWAY):
            ingress = rules.from_pods(serving_pods(caller), port)
            self._policy(f"from-tenant-{caller}", f"Calls of {caller}", ingress=ingress, labels=model.labels)
        for called in args.get("calls", []):
            egress = rules.to_pods(serving_pods(called), port)
            self._policy(f"to-tenant-{called}", f"Calls to {called}", egress=egress, labels=model.labels)
        for service in args.get("services", []):
            pods = Pods(service["namespace"], service["labels"])
            egress = rules.to_pods(pods, *map(Port, service["ports"]))
            self._policy(f"to-service-{service['service_name']}", service["description"], egress=egress)

    def _policy(
        self,
        policy: str,
        description: str,
        *,
        ingress: Ingress | None = None,
        egress: Egress | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> kubernetes.networking.v1.NetworkPolicy:
        self._policies.append(policy)
        spec = rules.policy_spec(ingress=[ingress] if ingress else [], egress=[egress] if egress else [], labels=labels)
        if ingress or egress:
            spec["policy_types"] = ["Ingress"] if ingress else ["Egress"]
        return kubernetes.networking.v1.NetworkPolicy(
            f"{self._name}-{policy}",
            metadata={
                "name": policy,
                "namespace": self._namespace,
                "annotations": {"mlplatform.io/description": description},
            },
            spec=spec,
            opts=getattr(self, "_after", ResourceOptions(parent=self)),
        )


def _to_data(flow: DataFlow) -> Egress:
    ports = [Port(port) for port in flow["ports"]]
    if "namespace" in flow:
        return rules.to_pods(Pods(flow["namespace"], flow.get("labels", {})), *ports)
    return rules.to_addresses(flow.get("cidrs", []), *ports)
