"""The gateway of the models: Envoy behind an internal network load balancer."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import versions
from components.network_rules import Pods

NAMESPACE = "envoy-gateway-system"
GATEWAY_CLASS = "envoy"
PROXIES = Pods(
    NAMESPACE,
    {
        "gateway.envoyproxy.io/owning-gateway-name": "kserve-ingress-gateway",
        "gateway.envoyproxy.io/owning-gateway-namespace": "kserve",
    },
)
"""The proxies through which every call of a model comes; only they may reach a tenant's pods."""
_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer"


class ModelGatewayArgs(TypedDict):
    """What a ModelGateway is made from."""

    subnet_ids: Input[Sequence[str]]
    """Private subnets, one per zone, that the load balancer has its addresses in."""
    client_cidrs: Sequence[str]
    """Address ranges that may call models, for example the VPC's."""
    deletion_protection: NotRequired[Input[bool]]
    """Whether AWS refuses to delete the load balancer, and the controller to let go of its Service. Default: true."""


class ModelGateway(ComponentResource):
    """Envoy Gateway with the Gateway API, and proxies that only a load balancer inside the VPC leads to."""

    gateway_class: Output[str]
    """Name of the GatewayClass; whatever uses it waits for it."""

    def __init__(self, name: str, args: ModelGatewayArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ModelGateway", name, None, opts)
        release = kubernetes.helm.v3.Release(
            f"{name}-envoy",
            name="envoy-gateway",
            namespace=NAMESPACE,
            chart=versions.ENVOY_GATEWAY.reference,
            version=versions.ENVOY_GATEWAY.version,
            values={},
            opts=ResourceOptions(parent=self),
        )
        protection = Output.from_input(args.get("deletion_protection", True)).apply(lambda on: str(on).lower())
        subnets = Output.from_input(args["subnet_ids"]).apply(lambda ids: ",".join(list(ids)))
        proxies = kubernetes.apiextensions.CustomResource(
            f"{name}-proxies",
            api_version="gateway.envoyproxy.io/v1alpha1",
            kind="EnvoyProxy",
            metadata={"name": "internal", "namespace": NAMESPACE},
            spec={
                "provider": {
                    "type": "Kubernetes",
                    "kubernetes": {
                        "envoyService": {
                            "type": "LoadBalancer",
                            "loadBalancerClass": "service.k8s.aws/nlb",
                            "loadBalancerSourceRanges": args["client_cidrs"],
                            # Targets are the pods themselves.
                            "allocateLoadBalancerNodePorts": False,
                            "annotations": {
                                f"{_ANNOTATION}-scheme": "internal",
                                f"{_ANNOTATION}-nlb-target-type": "ip",
                                f"{_ANNOTATION}-subnets": subnets,
                                f"{_ANNOTATION}-attributes": Output.concat("deletion_protection.enabled=", protection),
                            },
                        }
                    },
                }
            },
            opts=ResourceOptions(parent=self, depends_on=[release]),
        )
        gateway_class = kubernetes.apiextensions.CustomResource(
            f"{name}-class",
            api_version="gateway.networking.k8s.io/v1",
            kind="GatewayClass",
            metadata={"name": GATEWAY_CLASS},
            spec={
                "controllerName": "gateway.envoyproxy.io/gatewayclass-controller",
                "parametersRef": {
                    "group": "gateway.envoyproxy.io",
                    "kind": "EnvoyProxy",
                    "name": "internal",
                    "namespace": NAMESPACE,
                },
            },
            opts=ResourceOptions(parent=self, depends_on=[proxies]),
        )
        self.gateway_class = gateway_class.urn.apply(lambda _: GATEWAY_CLASS)
        self.register_outputs({"gateway_class": self.gateway_class})
