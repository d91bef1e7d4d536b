"""Model serving: KServe in Standard mode behind a Gateway API gateway."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Resource, ResourceOptions

from components import versions
from components.network_rules import Pods

GATEWAY_NAMESPACE = "envoy-gateway-system"
NAMESPACES = ("cert-manager", GATEWAY_NAMESPACE, "kserve")
GATEWAY_PODS = Pods(
    GATEWAY_NAMESPACE,
    {
        "gateway.envoyproxy.io/owning-gateway-name": "kserve-ingress-gateway",
        "gateway.envoyproxy.io/owning-gateway-namespace": "kserve",
    },
)
"""The proxies through which every call of a model comes; only they may reach a tenant's pods."""

LOAD_BALANCER: Mapping[str, str] = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
    "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
}
"""Annotations of the proxies' Service; without the second, AWS makes a load balancer that the Internet reaches."""


class ModelServingArgs(TypedDict):
    """What ModelServing is made from."""

    domain: Input[str]
    """Domain under which models get their host names."""


class ModelServing(ComponentResource):
    """cert-manager, Envoy Gateway with the Gateway API, and KServe with its runtimes, without Knative."""

    def __init__(self, name: str, args: ModelServingArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ModelServing", name, None, opts)
        self._name = name
        certificates = self._release(
            "cert-manager", versions.CERT_MANAGER, "cert-manager", {"crds": {"enabled": True, "keep": False}}
        )
        gateway = self._release("envoy-gateway", versions.ENVOY_GATEWAY, GATEWAY_NAMESPACE, {})
        proxies = kubernetes.apiextensions.CustomResource(
            f"{name}-proxies",
            api_version="gateway.envoyproxy.io/v1alpha1",
            kind="EnvoyProxy",
            metadata={"name": "internal", "namespace": GATEWAY_NAMESPACE},
            spec={
                "provider": {"type": "Kubernetes", "kubernetes": {"envoyService": {"annotations": LOAD_BALANCER}}},
            },
            opts=ResourceOptions(parent=self, depends_on=[gateway]),
        )
        gateway_class = kubernetes.apiextensions.CustomResource(
            f"{name}-gateway-class",
            api_version="gateway.networking.k8s.io/v1",
            kind="GatewayClass",
            metadata={"name": "envoy"},
            spec={
                "controllerName": "gateway.envoyproxy.io/gatewayclass-controller",
                "parametersRef": {
                    "group": "gateway.envoyproxy.io",
                    "kind": "EnvoyProxy",
                    "name": "internal",
                    "namespace": GATEWAY_NAMESPACE,
                },
            },
            opts=ResourceOptions(parent=self, depends_on=[proxies]),
        )
        crds = self._release("kserve-crd", versions.KSERVE_CRD, "kserve", {})
        controller = self._release(
            "kserve",
            versions.KSERVE_RESOURCES,
            "kserve",
            {
                "kserve": {
                    "controller": {
                        "deploymentMode": "Standard",
                        "gateway": {
                            "domain": args["domain"],
                            # Routes are the Gateway API's; without this KServe waits for Istio's for ever.
                            "disableIstioVirtualHost": True,
                            "ingressGateway": {
                                "enableGatewayApi": True,
                                "createGateway": True,
                                "className": "envoy",
                                "kserveGateway": "kserve/kserve-ingress-gateway",
                            },
                        },
                    }
                }
            },
            crds,
            certificates,
            gateway_class,
        )
        # KServe's webhook judges the runtimes, so its controller must answer first.
        runtimes = {"kserve": {"servingruntime": {"enabled": True}}}
        self._release("kserve-runtimes", versions.KSERVE_RUNTIME_CONFIGS, "kserve", runtimes, controller)
        self.register_outputs({})

    def _release(
        self, role: str, chart: versions.Chart, namespace: str, values: Mapping[str, object], *after: Resource
    ) -> kubernetes.helm.v3.Release:
        return kubernetes.helm.v3.Release(
            f"{self._name}-{role}",
            name=role,
            namespace=namespace,
            chart=chart.reference,
            version=chart.version,
            values=values,
            opts=ResourceOptions(parent=self, depends_on=list(after)),
        )
