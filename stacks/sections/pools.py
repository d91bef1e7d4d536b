"""Settings of GPU node pools: which machines, how many, at what price."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from components import gpu_partitions
from components.accelerators import ACCELERATORS
from components.gpu_partitions import Partition
from stacks.sections.fields import GpuInstanceType, Length, ReservationId, Section, TenantName, Text

DataClass = Literal["public", "internal", "confidential", "restricted"]
Capacity = Literal["reserved", "spot", "on-demand"]


class Reservations(Section):
    """Capacity reservations and capacity blocks of EC2 that a pool uses first."""

    ids: Annotated[tuple[ReservationId, ...], Length(0, 20)] = ()
    """Ids, `cr-` and so on."""
    tags: Mapping[Text, Text] = {}
    """Tags; every reservation that carries all of them is used, by Karpenter's pools."""
    capacity_block: bool = False
    """Whether it is a capacity block; only managed pools must be told."""


class GpuSharing(Section):
    """How pods share a GPU."""

    strategy: Literal["whole", "time-slicing", "mps", "mig"] = "whole"
    """`time-slicing`: pods take turns and nothing keeps one from using up the memory of all; `mps`: they run at once,
    each with its part of the memory. Neither is a wall between tenants. `mig`: the GPU is divided in hardware, for
    A100, H100, H200 and B200."""
    pods_per_gpu: Annotated[int, Field(ge=1, le=48)] = 1
    """Pods that share one GPU; each asks for one GPU and gets a part. The profile decides it for `mig`."""
    mig_profile: Text | None = None
    """How `mig` divides each GPU, for example `1g.5gb`."""
    data_classes: tuple[DataClass, ...] = ("public",)
    """Tenants whose data is in one of these classes may share."""


class NodePool(Section):
    """A pool of GPU nodes."""

    instance_types: Annotated[tuple[GpuInstanceType, ...], Length(1, 20)]
    """Instance types with the same GPU model; the cheapest that has capacity is started."""
    zones: Annotated[tuple[Text, ...], Length(0, 3)] = ()
    """Zones of the nodes, some of `network.zones`; all by default."""
    capacity: Annotated[tuple[Capacity, ...], Length(1, 3)] = ("on-demand",)
    """What is tried, in this order. `spot` is cheaper and can be taken away within two minutes."""
    reservations: Reservations = Reservations()
    """What `reserved` stands for."""
    max_gpus: Annotated[int, Field(ge=1, le=1000)]
    """Hard cap of the pool."""
    max_nodes: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Hard cap in nodes, for types with the same number of GPUs; what `max_gpus` allows by default."""
    min_nodes: Annotated[int, Field(ge=0, le=1000)] = 0
    """Nodes of a managed pool that always run; before raising it, raise the group's desired size in EKS."""
    max_usd_per_hour: Annotated[float, Field(ge=0.1, le=100_000)] | None = None
    """What an hour of the full pool may cost, USD on demand; a pool whose caps allow more is refused."""
    tenant: TenantName | None = None
    """The only tenant that may use the pool; any by default."""
    sharing: GpuSharing = GpuSharing()
    """How pods share a GPU; not at all by default."""
    provisioning: Literal["karpenter", "managed"] = "karpenter"
    """`managed` is an EKS node group, without choice between instance types by price."""
    disk_size_gib: Annotated[int, Field(ge=50, le=4000)] = 200
    """Volume of a node."""
    disk_throughput_mibps: Annotated[int, Field(ge=125, le=750)] = 125
    """MiB/s of that volume; what is above 125 costs."""
    local_disks: bool = False
    """Whether images, logs and scratch space of pods lie on the instance's own NVMe disks, as one RAID 0; they cost
    nothing more and are gone with the node, as the volume is."""
    parallel_image_pull: bool = False
    """Whether nodes pull and unpack the layers of an image at once (SOCI; AWS calls it experimental), from 2xlarge on;
    needs local disks, or a volume with 600 MiB/s."""
    efa: bool = False
    """Whether nodes talk by Elastic Fabric Adapter, in one cluster placement group: for jobs over several nodes, whose
    pods ask for `vpc.amazonaws.com/efa`. Needs one zone, and types with the same number of adapters."""
    idle_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    """Minutes that an idle node waits for work."""
    consolidation: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] = "WhenEmpty"
    """When a node is idle; the second moves running models to save nodes, and each is away while it loads."""
    expire_hours: Annotated[int, Field(ge=1, le=8760)] = 336
    """Hours after which a node is replaced by a new one."""

    @property
    def partition(self) -> Partition | None:
        """How the GPUs are divided in hardware; None where they are not, or not by this profile."""
        wanted = self.sharing.mig_profile if self.sharing.strategy == "mig" else None
        return gpu_partitions.profiles(ACCELERATORS[self.instance_types[0]]).get(wanted or "")

    @property
    def pods_per_gpu(self) -> int:
        """Pods of which each gets a part of one GPU."""
        return self.partition.parts if self.partition else self.sharing.pods_per_gpu

    @property
    def gpu_memory_mib(self) -> int:
        """Memory that a pod gets of one GPU."""
        smallest = min(ACCELERATORS[one].gpu_memory_mib for one in self.instance_types)
        return smallest * self.partition.memory_eighths // 8 if self.partition else smallest // self.pods_per_gpu
