"""Multi-Instance GPU (MIG): which equal parts a GPU can be divided into in hardware.

Read 2026-11 in NVIDIA's MIG User Guide, "Supported MIG Profiles" (docs.nvidia.com/datacenter/tesla/mig-user-guide), and
in the default configuration of NVIDIA/mig-parted. Profiles that give only one part share nothing and are left out, as
are those with media engines. RTX PRO 6000 (g7e) divides too, but no public source says that EC2 lets it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from components.accelerators import Accelerator


@dataclass(frozen=True)
class Partition:
    """One profile: how a GPU is divided."""

    parts: int
    """Parts of one GPU, all alike."""
    memory_eighths: int
    """Memory of one part, in eighths of the GPU's."""


def _profiles(*names: str) -> dict[str, Partition]:
    shapes = (Partition(7, 1), Partition(4, 2), Partition(3, 2), Partition(2, 4))
    return dict(zip(names, shapes, strict=True))


_80_GB = _profiles("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb")
PROFILES: Mapping[tuple[str, int], Mapping[str, Partition]] = {
    ("a100", 40960): _profiles("1g.5gb", "1g.10gb", "2g.10gb", "3g.20gb"),
    ("a100", 81920): _80_GB,
    ("h100", 81920): _80_GB,
    ("h200", 144384): _profiles("1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb"),
    ("b200", 183359): _profiles("1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb"),
}
"""GPU model and its memory in MiB -> profile -> parts."""


def profiles(accelerator: Accelerator) -> Mapping[str, Partition]:
    """Profiles of an instance type's GPUs; none where they cannot be divided."""
    return PROFILES.get((accelerator.gpu, accelerator.gpu_memory_mib), {})
