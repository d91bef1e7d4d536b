"""Model serving: KServe in Standard mode behind a Gateway API gateway."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Resource, ResourceOptions

from components import versions

NAMESPACES = ("cert-manager", "kserve")


class ModelServingArgs(TypedDict):
    """What ModelServing is made from."""

    domain: Input[str]
    """Domain under which models get their host names."""
    gateway_class: Input[str]
    """GatewayClass of the models' gateway; the gateway is made once the class is known."""


class ModelServing(ComponentResource):
    """cert-manager, and KServe with its runtimes and the models' gateway, without Knative."""

    def __init__(self, name: str, args: ModelServingArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ModelServing", name, None, opts)
        self._name = name
        certificates = self._release(
            "cert-manager", versions.CERT_MANAGER, "cert-manager", {"crds": {"enabled": True, "keep": False}}
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
                                "className": args["gateway_class"],
                                "kserveGateway": "kserve/kserve-ingress-gateway",
                            },
                        },
                    }
                }
            },
            crds,
            certificates,
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
