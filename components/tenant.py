"""A tenant: the isolated place of one model."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ROOT_STACK_RESOURCE, Alias, ComponentResource, Input, Output, Resource, ResourceOptions

from components import data_classes, egress_hosts, pod_security, tenant_calls
from components.data_source import DataSource, DataSourceArgs
from components.image_registry import ImageRegistry
from components.model_endpoint import SERVING_PORT, ModelEndpoint, ModelSize
from components.names import GATEWAY, TENANT_TAG
from components.network_rules import TENANT_LABEL
from components.tenant_budget import TenantBudget, TenantBudgetArgs
from components.tenant_calls import ServiceFlow
from components.tenant_data import TenantData
from components.tenant_egress_proxy import TenantEgressProxy, TenantEgressProxyArgs
from components.tenant_firewall import EgressFlow, TenantFirewall
from components.tenant_identity import ObjectGrant, TenantIdentity
from components.tenant_limits import TenantLimits
from components.tenant_node_pool import TenantNodePool, TenantNodePoolArgs, TenantNodes
from components.tenant_store import TenantStore, TenantStoreArgs
from components.tenant_team import TenantTeam

RUNTIME_LABEL = "mlplatform.io/runtime"
"""Label of a tenant's namespace: what its pods must run on."""
_ROUTE = "networking.kserve.io/visibility"


class TenantModel(TypedDict):
    """The model that a tenant serves."""

    format: str
    """Format that a serving runtime understands, for example `sklearn`."""
    path: str
    """Folder of the model's files below the tenant's prefix, for example `v1`."""
    size: ModelSize
    """What the model's replicas run on."""
    data: NotRequired[Sequence[str]]
    """Names of the data sources that the model itself uses. Default: none."""


class TenantQuota(TypedDict):
    """What a tenant may take of the cluster."""

    cpu: str
    """CPUs of all pods together, for example `4` or `500m`."""
    memory: str
    """Memory of all pods together, for example `16Gi`."""
    pods: int
    """Most pods at once."""
    gpus: int
    """GPUs of all pods together."""
    ephemeral_gib: NotRequired[int]
    """Room on the nodes' disks, all pods together. Default: 10 for each pod."""
    storage_gib: NotRequired[int]
    """EBS volumes of its own, all together. Default: 0; none."""


class TenantImages(TypedDict):
    """The repository of a tenant's own images."""

    repository_name: str
    """Name of the repository, which people push to."""
    untagged_days: int
    """Days after which images without a tag are deleted."""
    pull_principal_arns: Sequence[str]
    """Principals of other accounts that may pull."""
    force_delete: bool
    """Whether deleting the repository deletes its images too."""


class TenantArgs(TypedDict):
    """What a Tenant is made from."""

    tenant_name: str
    """Name of the tenant: its namespace, its prefix in the bucket, its model."""
    owner: str
    """Team that answers for the model."""
    data_class: str
    """How secret the data is: `public`, `internal`, `confidential` or `restricted`; a label of the namespace."""
    kubernetes_version: str
    """Minor version whose Pod Security rules hold."""
    cluster_name: str
    """Cluster of the tenant."""
    cluster_arn: str
    """ARN of that cluster, as text."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the tenant's data."""
    bucket_name: str
    """Bucket that tenants share, each below `<tenant_name>/`."""
    key_arn: Input[str]
    """KMS key that encrypts that bucket, and the images of those who share it."""
    own_store: NotRequired[TenantStoreArgs]
    """Bucket and key of the tenant's own, which then encrypts its images, too. Default: it shares those above."""
    images: TenantImages
    """The repository of the tenant's own images."""
    protect: bool
    """Whether Pulumi refuses to delete what holds data, and with it the whole tenant."""
    retain_on_delete: bool
    """Whether bucket, key and repository stay in AWS when the tenant goes."""
    role_name: str
    """Name of the tenant's IAM role, at most 64 characters."""
    permissions_boundary_arn: Input[str]
    """Policy that says the most that the role may ever do (TenantBoundary)."""
    gateway_namespace: str
    """Namespace of the gateway that callers come through."""
    gateway_labels: Mapping[str, str]
    """Labels of the gateway's pods there."""
    endpoint_cidrs: Sequence[str]
    """Address ranges of the VPC endpoints."""
    model: TenantModel
    """The model that the tenant serves."""
    quota: TenantQuota
    """What the tenant may take of the cluster."""
    budget: NotRequired[TenantBudgetArgs]
    """What a month of the tenant should cost, and who is told otherwise. Default: nobody is."""
    called_by: NotRequired[Sequence[str]]
    """Who may call the model: `gateway`, and tenants that list this one in `calls`. Default: the gateway."""
    calls: NotRequired[Sequence[str]]
    """Tenants whose models this one calls, and that list it in `called_by`. Default: none."""
    services: NotRequired[Sequence[ServiceFlow]]
    """Services of the platform that the tenant calls. Default: none."""
    hosts: NotRequired[Sequence[str]]
    """Hosts on the Internet that the tenant calls on port 443, through an egress proxy of its own. Default: none."""
    egress: NotRequired[Sequence[EgressFlow]]
    """Flows out beyond the tenant's own data. Default: none."""
    data: NotRequired[Sequence[TenantData]]
    """Data sources of the tenant's workloads. Default: none besides the model's files."""
    team_group: NotRequired[str]
    """Kubernetes group of the people who may look at the model and restart it. Default: nobody."""
    runtime: NotRequired[str]
    """What the pods run on: `shared`, `dedicated` (nodes of the tenant's own) or `sandboxed` (on these, with a
    wall between pods and kernel); less than the data class demands is refused. Default: what the data class demands."""
    nodes: NotRequired[TenantNodes]
    """What the tenant's own nodes are started from. Default: it has none, or a GPU pool of its own."""


class Tenant(ComponentResource):
    """A namespace behind a firewall, with limits, an identity of its own and one served model."""

    namespace: str
    """Namespace of the tenant."""
    role_arn: Output[str]
    """IAM role of the model's pods."""
    storage_uri: str
    """Where the model's files are read from."""
    repository_url: Output[str]
    """Address to push the tenant's own images to and pull them from."""

    def __init__(self, name: str, args: TenantArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:Tenant", name, None, opts)
        tenant, model = args["tenant_name"], args["model"]
        hosts = args.get("hosts", [])
        variables = tenant_calls.addresses(args.get("calls", []), args.get("services", []))
        data, callers = args.get("data", []), args.get("called_by", [GATEWAY])
        runtime = _runtime(args)
        service_account = f"{tenant}-model"
        labels = {
            TENANT_LABEL: tenant,
            "mlplatform.io/owner": args["owner"],
            "mlplatform.io/data-class": args["data_class"],
            RUNTIME_LABEL: runtime,
        }
        namespace = kubernetes.core.v1.Namespace(
            f"{name}-namespace",
            metadata={
                "name": tenant,
                "labels": {**labels, **pod_security.labels("restricted", args["kubernetes_version"])},
            },
            opts=ResourceOptions(parent=self),
        )
        inside = ResourceOptions(parent=self, depends_on=[namespace])
        # What holds data needs no cluster.
        kept = ResourceOptions(parent=self, protect=args["protect"], retain_on_delete=args["retain_on_delete"])
        tags = {TENANT_TAG: tenant}
        bucket_name, key_arn, own = args["bucket_name"], args["key_arn"], list[TenantStore]()
        if "own_store" in args:
            own.append(TenantStore(f"{name}-store", {**args["own_store"], "tags": tags}, kept))
            bucket_name, key_arn = args["own_store"]["bucket_name"], own[0].key_arn
        registry = ImageRegistry(
            f"{name}-images",
            {**args["images"], "key_arn": key_arn, "tags": tags},
            # Until tenants had stores of their own, their repositories were the environment's.
            ResourceOptions.merge(
                kept,
                ResourceOptions(aliases=[Alias(name=f"registry-tenants-{tenant}", parent=ROOT_STACK_RESOURCE)]),
            ),
        )
        firewall = TenantFirewall(
            f"{name}-firewall",
            {
                "namespace": tenant,
                "serving_port": SERVING_PORT,
                "gateway_namespace": args["gateway_namespace"],
                "gateway_labels": args["gateway_labels"],
                "endpoint_cidrs": args["endpoint_cidrs"],
                "called_by": callers,
                "calls": args.get("calls", []),
                "services": args.get("services", []),
                "egress_proxy": bool(hosts),
                "egress": args.get("egress", []),
                "data_flows": [source["flow"] for source in data if "flow" in source],
            },
            inside,
        )
        proxies = (
            [TenantEgressProxy(f"{name}-egress", _proxy(args, hosts), ResourceOptions(parent=self))] if hosts else []
        )
        if hosts:
            variables |= tenant_calls.through_proxy(tenant, [egress_hosts.s3(args["partition"], args["region"])])
        claims = sum("volume" in source or "folder" in source for source in data)
        limits = TenantLimits(f"{name}-limits", {"namespace": tenant, "volume_claims": claims, **args["quota"]}, inside)
        identity = TenantIdentity(
            f"{name}-identity",
            {
                "namespace": tenant,
                "service_account": service_account,
                "cluster_name": args["cluster_name"],
                "cluster_arn": args["cluster_arn"],
                "partition": args["partition"],
                "region": args["region"],
                "bucket_name": bucket_name,
                "prefix": f"{tenant}/",
                "key_arn": key_arn,
                "role_name": args["role_name"],
                "permissions_boundary_arn": args["permissions_boundary_arn"],
                "grants": [_grant(source["grant"], bucket_name, key_arn) for source in data if "grant" in source],
                "tags": tags,
            },
            inside,
        )
        if "budget" in args:
            TenantBudget(f"{name}-budget", {**args["budget"], "tags": tags}, ResourceOptions(parent=self))
        if "team_group" in args:
            TenantTeam(f"{name}-team", {"namespace": tenant, "team_group": args["team_group"]}, inside)
        sources = [
            DataSource(
                f"{name}-data-{source['name']}",
                _data_source(tenant, source),
                # A claim is refused before the quota has room for it.
                ResourceOptions(parent=self, depends_on=[namespace, limits]),
            )
            for source in data
        ]
        size: ModelSize = {**model["size"]}
        nodes: list[Resource] = []
        if "nodes" in args:
            pool_args: TenantNodePoolArgs = {**args["nodes"], "tenant_name": tenant}
            pool = TenantNodePool(f"{name}-nodes", pool_args, ResourceOptions(parent=self))
            size["pool_name"], size["pool_tenant"] = pool.pool_name, tenant
            nodes.append(pool)
        self.storage_uri = f"s3://{bucket_name}/{tenant}/{model['path']}"
        ModelEndpoint(
            f"{name}-model",
            {
                "namespace": tenant,
                "model_name": tenant,
                "model_format": model["format"],
                "storage_uri": self.storage_uri,
                "service_account": service_account,
                # KServe makes a route for every model, unless it is told that the cluster alone calls it.
                "labels": labels if GATEWAY in callers else {**labels, _ROUTE: "cluster-local"},
                "variables": variables,
                "size": size,
                "data": {
                    source["name"]: source["kind"]
                    for wanted in model.get("data", [])
                    for source in data
                    if source["name"] == wanted
                },
            },
            # The last to come and the first to go: the model never runs without its firewall.
            ResourceOptions(parent=self, depends_on=[firewall, limits, identity, *own, *nodes, *proxies, *sources]),
        )
        self.namespace = tenant
        self.role_arn = identity.role_arn
        self.repository_url = registry.repository_url
        self.register_outputs(
            {
                "namespace": self.namespace,
                "role_arn": self.role_arn,
                "storage_uri": self.storage_uri,
                "repository_url": self.repository_url,
            }
        )


def _grant(grant: ObjectGrant, bucket_name: str, key_arn: Input[str]) -> ObjectGrant:
    """A grant in the tenant's own place is one of its key, too."""
    return {**grant, "key_arn": key_arn} if grant["bucket_name"] == bucket_name else grant


def _runtime(args: TenantArgs) -> str:
    size, tenant = args["model"]["size"], args["tenant_name"]
    floor = data_classes.FLOORS[args["data_class"]].runtime_with(size.get("gpus", 0))
    runtime = args.get("runtime", floor)
    if not data_classes.is_runtime_enough(runtime, floor):
        message = f"tenant {tenant}: {args['data_class']} data needs the runtime {floor}, not {runtime}"
        raise ValueError(message)
    if runtime != "shared" and "nodes" not in args and size.get("pool_tenant") != tenant:
        message = (
            f"tenant {tenant}: the runtime {runtime} needs nodes of its own: `nodes`, or a GPU pool with this tenant"
        )
        raise ValueError(message)
    if runtime == "sandboxed" and "runtime_class" not in size:
        message = f"tenant {tenant}: the runtime sandboxed needs its RuntimeClass in `model.size`"
        raise ValueError(message)
    return runtime


def _proxy(args: TenantArgs, hosts: Sequence[str]) -> TenantEgressProxyArgs:
    return {
        "tenant_name": args["tenant_name"],
        "kubernetes_version": args["kubernetes_version"],
        "hosts": hosts,
    }


def _data_source(tenant: str, source: TenantData) -> DataSourceArgs:
    args: DataSourceArgs = {
        "namespace": tenant,
        "source_name": source["name"],
        "kind": source["kind"],
        "address": source["address"],
        "data_format": source["data_format"],
        "access": source["access"],
    }
    if "volume" in source:
        args["volume"] = source["volume"]
    if "folder" in source:
        args["folder"] = source["folder"]
    return args
