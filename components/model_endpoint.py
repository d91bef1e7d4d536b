"""A model endpoint: one model, served by KServe in its tenant's namespace."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Output, ResourceOptions

from components import data_contract, pod_security, pool_placement
from components.tenant_machines import SCRATCH_GIB

SERVING_PORT = 8080
"""Port on which KServe's model servers answer."""
SCRATCH = "/scratch"
"""The only folder that a model server may write to; gone with the pod."""
SCRATCH_MOUNT = {"name": "scratch", "mountPath": SCRATCH}


class ModelSize(TypedDict):
    """What a model's replicas run on."""

    cpu: str
    """CPUs of one replica, for example `2` or `500m`."""
    memory: str
    """Memory of one replica, for example `4Gi`."""
    gpus: NotRequired[int]
    """GPUs of one replica. Default: 0."""
    pool_name: NotRequired[str]
    """Node pool of the replicas; needed with GPUs. Default: nodes for everybody, without GPUs."""
    pool_tenant: NotRequired[str]
    """Tenant that the pool belongs to. Default: the pool is for all tenants."""
    runtime_class: NotRequired[str]
    """RuntimeClass of the pods. Default: the node's own runtime."""
    image: NotRequired[str]
    """Image of an own model server, with its digest. Default: the runtime's image."""
    min_replicas: NotRequired[int]
    """Fewest replicas; with several, a node drain takes one at a time. Default: 1."""
    max_replicas: NotRequired[int]
    """Most replicas. Default: 1."""


class ModelEndpointArgs(TypedDict):
    """What a ModelEndpoint is made from."""

    namespace: str
    """Namespace of the tenant."""
    model_name: str
    """Name of the model, part of its address."""
    model_format: str
    """Format that a serving runtime understands, for example `sklearn`."""
    storage_uri: str
    """Where the model's files are, for example `s3://bucket/iris/v1`."""
    service_account: str
    """Service account of the pods."""
    size: ModelSize
    """What the replicas run on."""
    data: NotRequired[Mapping[str, str]]
    """Data sources that the model uses, name to kind, the first one as `DATA_…`. Default: none."""
    labels: NotRequired[Mapping[str, str]]
    """Labels of the InferenceService and its pods. Default: none."""
    variables: NotRequired[Mapping[str, str]]
    """Environment variables of the model server. Default: none."""


class ModelEndpoint(ComponentResource):
    """A KServe InferenceService whose pods have no privileges, no API token and fixed limits.

    The deployment does not wait until the model is ready: its files are uploaded to the bucket that the same deployment
    makes, its GPU node may take long to get, and one tenant's broken model must not fail the platform's deployment.
    """

    url_path: Output[str]
    """Path of the model behind the gateway."""

    def __init__(self, name: str, args: ModelEndpointArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ModelEndpoint", name, None, opts)
        kubernetes.apiextensions.CustomResource(
            f"{name}-inference-service",
            api_version="serving.kserve.io/v1beta1",
            kind="InferenceService",
            metadata={
                "name": args["model_name"],
                "namespace": args["namespace"],
                "labels": dict(args.get("labels", {})),
                "annotations": {"serving.kserve.io/deploymentMode": "Standard"},
            },
            spec={"predictor": predictor(args)},
            opts=ResourceOptions(parent=self),
        )
        if args["size"].get("min_replicas", 1) > 1:
            kubernetes.policy.v1.PodDisruptionBudget(
                f"{name}-disruption-budget",
                metadata={"name": args["model_name"], "namespace": args["namespace"]},
                spec={
                    "max_unavailable": 1,
                    "selector": {"match_labels": predictor_labels(args["model_name"])},
                    # A replica that does not answer is missed by nobody; kept, it would hold up the drain of its node.
                    "unhealthy_pod_eviction_policy": "AlwaysAllow",
                },
                opts=ResourceOptions(parent=self),
            )
        self.url_path = Output.from_input(f"/v1/models/{args['model_name']}:predict")
        self.register_outputs({"url_path": self.url_path})


def predictor_labels(model_name: str) -> dict[str, str]:
    """Labels that KServe gives the pods of a model, and no others of the namespace."""
    return {"app": f"isvc.{model_name}-predictor"}


def predictor(args: ModelEndpointArgs) -> dict[str, object]:
    """The predictor of an InferenceService, acceptable to the Pod Security level `restricted`."""
    size = args["size"]
    gpus = size.get("gpus", 0)
    amounts = {"cpu": size["cpu"], "memory": size["memory"], **({"nvidia.com/gpu": str(gpus)} if gpus else {})}
    model: dict[str, object] = {
        "modelFormat": {"name": args["model_format"]},
        "storageUri": args["storage_uri"],
        "resources": {"requests": amounts, "limits": amounts},
        "securityContext": pod_security.restricted_container(),
        # The root file system is read-only; libraries keep caches and temporary files here.
        "env": [
            {"name": name, "value": value}
            for name, value in {"HOME": SCRATCH, "TMPDIR": SCRATCH, **args.get("variables", {})}.items()
        ],
        "volumeMounts": [SCRATCH_MOUNT],
    }
    data = args.get("data", {})
    if data:
        contract = data_contract.container(list(data))
        model["envFrom"] = contract["envFrom"]
        model["volumeMounts"] = [SCRATCH_MOUNT, *contract["volumeMounts"]]
    if "image" in size:
        model["image"] = size["image"]
    spec: dict[str, object] = {
        "serviceAccountName": args["service_account"],
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": pod_security.restricted_pod(),
        "minReplicas": size.get("min_replicas", 1),
        "maxReplicas": size.get("max_replicas", 1),
        "model": model,
        "volumes": [
            {"name": "scratch", "emptyDir": {"sizeLimit": f"{SCRATCH_GIB}Gi"}},
            *(data_contract.volume(name, kind) for name, kind in data.items()),
        ],
    }
    if "pool_name" in size:
        pool, tenant = size["pool_name"], size.get("pool_tenant")
        spec["nodeSelector"] = pool_placement.node_labels(pool, tenant, gpus=gpus > 0)
        spec["tolerations"] = pool_placement.tolerations(pool, tenant, gpus=gpus > 0)
    if "runtime_class" in size:
        spec["runtimeClassName"] = size["runtime_class"]
    return spec
