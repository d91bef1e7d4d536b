"""The settings of one environment: every key of stacks/<environment>.yaml, its type, its default and what it causes."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Annotated, Literal

from pydantic import Field

from components import data_classes, tenant_machines
from components.names import Names
from components.tenant_machines import SCRATCH_GIB, Machines
from stacks.sections.audit import Audit
from stacks.sections.budget import Budget
from stacks.sections.cluster import ExistingCluster, SandboxedRuntime
from stacks.sections.data import Data
from stacks.sections.egress import TenantHost
from stacks.sections.fields import (
    AccountId,
    Cidr,
    Cpu,
    CudaVersion,
    Folder,
    Image,
    Length,
    LogRetentionDays,
    Memory,
    Name,
    Port,
    RoleArn,
    Section,
    SystemInstanceType,
    TenantName,
    Text,
    gibibytes,
    mebibytes,
    thousandths,
)
from stacks.sections.load_balancing import LoadBalancers
from stacks.sections.network import Network
from stacks.sections.pools import DataClass, NodePool
from stacks.sections.services import PlatformService
from stacks.sections.storage import ImageRegistries, Storage

Environment = Literal["dev", "test", "prod", "small"]


class Access(Section):
    """Who may use the Kubernetes API, besides the teams in their tenants."""

    deployer_role_arn: RoleArn | None = None
    """The role that deploys, where other roles preview too; without it whoever runs Pulumi gets its rights."""
    admin_role_arns: tuple[RoleArn, ...] = ()
    """For emergencies: everything."""
    operator_role_arns: tuple[RoleArn, ...] = ()
    """People who run the platform."""
    viewer_role_arns: tuple[RoleArn, ...] = ()
    """People who look."""


class SystemNodes(Section):
    """Nodes of the platform's own controllers and of models without GPUs."""

    instance_types: Annotated[tuple[SystemInstanceType, ...], Length(1, 20)]
    """Instance types, best first."""
    min_size: Annotated[int, Field(ge=2, le=100)] = 2
    """Fewest nodes; Karpenter's two replicas need two."""
    max_size: Annotated[int, Field(ge=2, le=100)] = 4
    """Most nodes."""
    disk_size_gib: Annotated[int, Field(ge=20, le=1000)] = 50
    """Volume of a node."""


class StorageDrivers(Section):
    """What pods may mount, besides what Kubernetes itself has; the drivers cost a few pods on the system nodes."""

    volumes: bool = True
    """EBS volumes, from an encrypted default storage class."""
    file_systems: bool = False
    """EFS file systems."""
    lustre: bool = False
    """FSx for Lustre file systems."""
    buckets: bool = False
    """S3 buckets, by Mountpoint; a pod reaches what its own role may read."""


class Cluster(Section):
    """The EKS cluster."""

    existing: ExistingCluster | None = None
    """A cluster to use instead of making one, together with `network.existing`."""
    version: Text
    """Kubernetes minor version, in quotes."""
    service_cidr: Cidr = "172.20.0.0/16"
    """Address range of Kubernetes Services."""
    public_access_cidrs: Annotated[tuple[Cidr, ...], Length(0, 40)] = ()
    """Who may reach the Kubernetes API from the Internet; nobody by default."""
    log_retention_days: LogRetentionDays = 365
    """How long control-plane logs are kept."""
    deletion_protection: bool = True
    """Whether EKS refuses to delete the cluster."""
    system_nodes: SystemNodes
    """Nodes of the platform's own controllers."""
    sandboxed_runtime: SandboxedRuntime | None = None
    """What tenants with `runtime: sandboxed` run in; without it there can be none."""
    storage_drivers: StorageDrivers = StorageDrivers()
    """What pods may mount."""
    load_balancers: LoadBalancers = LoadBalancers()
    """The load balancer that models are called through."""
    access: Access = Access()
    """Who may use the Kubernetes API."""


class DataProtection(Section):
    """How hard it is to lose data."""

    protect: bool = True
    """Whether Pulumi refuses to delete keys, buckets, registries and the cluster."""
    retain_on_delete: bool = True
    """Whether buckets, keys and registries stay in AWS when they leave the program."""
    force_destroy: bool = False
    """Whether deleting a bucket or registry deletes what is in it."""
    key_deletion_window_days: Annotated[int, Field(ge=7, le=30)] = 30
    """Days in which the deletion of a key can be taken back."""
    noncurrent_version_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days in which an overwritten or deleted object can be had back."""
    access_logs: bool = True
    """Whether access to the models and to the archived logs is logged to a bucket of its own."""


class Team(Section):
    """A team that owns models."""

    role_arn: RoleArn | None = None
    """IAM role of its people; without it nobody of the team reaches the cluster."""


class Model(Section):
    """The model of a tenant."""

    format: Literal[
        "huggingface",
        "lightgbm",
        "mlflow",
        "onnx",
        "paddle",
        "pmml",
        "pytorch",
        "sklearn",
        "tensorflow",
        "triton",
        "xgboost",
    ]
    """Format of the model's files."""
    path: Folder
    """Folder of the model's files below the tenant's own prefix in the models bucket."""
    cpu: Cpu = "500m"
    """CPUs of one replica."""
    memory: Memory = "1Gi"
    """Memory of one replica."""
    gpus: Annotated[int, Field(ge=0, le=16)] = 0
    """GPUs of one replica."""
    pool: Name | None = None
    """GPU node pool, needed with GPUs."""
    gpu_memory: Memory | None = None
    """Memory that a replica needs on each of its GPUs; checked against the pool's."""
    data: tuple[Name, ...] = ()
    """Sources in the tenant's `data` that the model itself uses; the first one as DATA_URI and so on."""
    image: Image | None = None
    """Own model server; without it KServe's server for the format."""
    cuda: CudaVersion | None = None
    """CUDA version of the own image, in quotes; checked against the driver of the nodes."""
    min_replicas: Annotated[int, Field(ge=1, le=1000)] = 1
    """Fewest replicas; at least one, because KServe's Standard mode cannot start from none when a call comes."""
    max_replicas: Annotated[int, Field(ge=1, le=1000)] = 1
    """Most replicas."""


class Quota(Section):
    """What a tenant may take of the cluster, all pods together."""

    cpu: Cpu = "4"
    """CPUs, for example 2 or 500m."""
    memory: Memory = "8Gi"
    """Memory, for example 16Gi."""
    pods: Annotated[int, Field(ge=1, le=1000)] = 10
    """Pods."""
    gpus: Annotated[int, Field(ge=0, le=1000)] = 0
    """GPUs."""
    ephemeral_storage: Memory | None = None
    """Room on the nodes' disks: the model's files, scratch folders, logs. A pod gets its part, at least the memory of a
    replica and 5Gi; twice that for each pod, when absent."""
    storage: Memory | None = None
    """EBS volumes of its own, for example 100Gi, at most one for each pod; none, when absent. They go with it."""


class Egress(Section):
    """One flow out of a tenant, beyond DNS and its own data."""

    description: Text
    """What is there."""
    cidr: Cidr
    """Its address range."""
    port: Port
    """Its TCP port."""


class Tenant(Section):
    """One model and its isolated place."""

    name: TenantName
    """Name of the tenant: namespace, prefix in the bucket, model."""
    owner: Name
    """Team that answers for the model, one of `teams`."""
    data_class: DataClass
    """How sensitive the model and its data are."""
    store: Literal["shared", "own"] | None = None
    """Whether its data lies in a bucket and under a key of its own; what class and `storage.tenant_stores` ask for,
    when absent. Files are not moved: copy them before you change it."""
    runtime: Literal["shared", "dedicated", "sandboxed"] | None = None
    """What its pods run on: nodes for everybody, nodes of its own, or sandboxed on these; what the data class demands
    by default, and never less."""
    model: Model
    """The model."""
    quota: Quota = Quota()
    """What the tenant may take of the cluster."""
    budget: Budget | None = None
    """What a month of the tenant should cost, and who is told when it costs more; nobody, when absent."""
    called_by: Annotated[tuple[Name, ...], Length(0, 50)] = ("gateway",)
    """Who may call the model: `gateway` for those outside the cluster, and tenants that list this one in `calls`."""
    calls: Annotated[tuple[TenantName, ...], Length(0, 50)] = ()
    """Tenants whose models it calls; they must list it in `called_by`. None by default."""
    services: Annotated[tuple[Name, ...], Length(0, 20)] = ()
    """Services of the platform that it calls, by their names in `services`; none by default."""
    hosts: Annotated[tuple[TenantHost, ...], Length(0, 20)] = ()
    """Hosts on the Internet that it calls, on port 443, through an egress proxy of its own: api.example.com, or
    .example.com for a domain and all below it. None by default, and never for restricted data."""
    egress: Annotated[tuple[Egress, ...], Length(0, 20)] = ()
    """Flows out to address ranges; none by default."""
    data: Annotated[tuple[Data, ...], Length(0, 20)] = ()
    """Data of the tenant's workloads, besides the model's files."""

    @property
    def floor(self) -> str:
        """The least that the data class lets its pods run on."""
        return data_classes.FLOORS[self.data_class].runtime_with(self.model.gpus)

    @property
    def disk_of_pod(self) -> int:
        """GiB of its node's disk that a pod needs at least: the model's files, which fit in memory, and scratch."""
        return gibibytes(self.model.memory) + SCRATCH_GIB

    @property
    def ephemeral_gib(self) -> int:
        """GiB of the nodes' disks that all pods may take."""
        given = self.quota.ephemeral_storage
        return gibibytes(given) if given else 2 * self.disk_of_pod * self.quota.pods

    @property
    def runs_on(self) -> str:
        """What its pods run on."""
        return self.runtime or self.floor

    @property
    def machines(self) -> Machines | None:
        """Nodes without GPUs of its own; None where it has none, or none is large enough for a replica."""
        if self.runs_on == "shared" or self.model.gpus:
            return None
        model, quota = self.model, self.quota
        return tenant_machines.machines(
            (thousandths(model.cpu) / 1000, mebibytes(model.memory) / 1024),
            model.max_replicas,
            (thousandths(quota.cpu) / 1000, mebibytes(quota.memory) / 1024),
        )


class SettingsFile(Section):
    """Everything that one environment decides in its settings file."""

    environment: Environment
    """Name of the environment; the same as the file's and the stack's."""
    platform: Annotated[Name, Field(max_length=20)] = "mlplatform"
    """First part of every physical name; two platforms in one account need two."""
    account_id: AccountId | None = None
    """The only AWS account that this environment may be deployed to; any, when absent."""
    domain: Text
    """Domain under which models get their host names."""
    tags: Mapping[Text, Text] = {}
    """Tags of every AWS resource."""
    network: Network
    """The VPC."""
    cluster: Cluster
    """The EKS cluster."""
    data_protection: DataProtection = DataProtection()
    """How hard it is to lose data."""
    audit: Audit = Audit()
    """Evidence of who did what."""
    storage: Storage = Storage()
    """How models and data lie in S3."""
    image_registries: ImageRegistries = ImageRegistries()
    """Image registries for own model servers and jobs."""
    node_pools: Mapping[Name, NodePool] = {}
    """GPU node pools by name."""
    gpu_metrics: bool = True
    """Whether GPU nodes report load, memory and errors of their GPUs on port 9400, for Prometheus."""
    gpu_metrics_namespace: Name | None = None
    """Namespace whose pods may read them, where your Prometheus runs; nobody by default."""
    services: Mapping[Name, PlatformService] = {}
    """Services in the cluster that tenants may call, by name."""
    teams: Mapping[Name, Team] = {}
    """Teams by name."""
    tenants: Annotated[tuple[Tenant, ...], Length(0, 100)]
    """Models; more than 100 belong in tenant files."""


class TenantFile(Section):
    """Tenants of an environment that are a stack of their own, called like the file, <environment>-<group>."""

    environment: Environment
    """Name of the environment; what the file's name begins with."""
    kind: Literal["tenants"]
    """What the file holds: `tenants`, and nothing else of the environment."""
    tenants: Annotated[tuple[Tenant, ...], Length(0, 100)]
    """Models; more than 100 belong in several files."""


class Settings(SettingsFile):
    """An environment: its settings file, its tenant files, and the region, which Pulumi's own stack file holds."""

    region: Text
    """AWS region, `aws:region` of Pulumi.<environment>.yaml."""
    tenant_stack: Annotated[str | None, Field(exclude=True)] = None
    """Tenant stack that is deployed; the environment's own, when absent."""
    tenant_stacks: Annotated[Mapping[str, int], Field(exclude=True)] = {}
    """Number of tenants in each tenant file; in `tenants` they stand in this order, behind the environment's own."""

    @property
    def own_tenants(self) -> tuple[Tenant, ...]:
        """What the stack that is deployed declares."""
        starts, number = self._starts(), [None, *self.tenant_stacks].index(self.tenant_stack)
        return self.tenants[starts[number] : starts[number + 1]]

    def place_of(self, index: int) -> tuple[int, int]:
        """Where a tenant is written: number of the file (0 is the environment's), and the tenant's place in it."""
        starts = self._starts()
        number = bisect_right(starts, index) - 1
        return number, index - starts[number]

    def written_at(self, index: int) -> str:
        """The same for people: `tenants[3]`, or where there are several files `tenants[3] of stacks/prod.yaml`."""
        number, place = self.place_of(index)
        file = [self.environment, *self.tenant_stacks][number]
        return f"tenants[{place}] of stacks/{file}.yaml" if self.tenant_stacks else f"tenants[{place}]"

    def _starts(self) -> list[int]:
        """Where each file's tenants begin, and where the last one's end."""
        own = len(self.tenants) - sum(self.tenant_stacks.values())
        return [0, *accumulate(self.tenant_stacks.values(), initial=own)]

    @property
    def cluster_name(self) -> str:
        """Name of the EKS cluster, whoever makes it."""
        existing = self.cluster.existing
        return existing.name if existing else Names(self.platform, self.environment, "").cluster
