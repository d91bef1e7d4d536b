"""NVIDIA driver branches: which CUDA programs run on them.

Read 2026-11 in "Supported Drivers and CUDA Toolkit Versions" (docs.nvidia.com/datacenter/tesla/drivers): within a major
version of CUDA, programs of later minor versions run too (minor version compatibility).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Driver:
    """One driver branch."""

    cuda_major: int
    """Newest major version of CUDA whose programs run."""
    supported_until: str
    """Month (ISO) in which NVIDIA's support ends."""


DRIVERS: dict[str, Driver] = {
    "535": Driver(12, "2026-06"),
    "570": Driver(12, "2026-02"),
    "580": Driver(13, "2028-08"),
}


def runs(branch: str, cuda: str) -> bool:
    """Whether programs built with this version of CUDA, such as `12.8`, run on the branch."""
    return int(cuda.partition(".")[0]) <= DRIVERS[branch].cuda_major
