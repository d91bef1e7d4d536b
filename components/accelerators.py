"""GPU instance types of EC2: what is in them and what an hour costs."""

from dataclasses import dataclass

PRICES_AS_OF = "2026-07-06"
"""Date of the prices: on demand, Linux, us-east-1, USD; from the price list in karpenter-provider-aws v1.14.1."""


@dataclass(frozen=True)
class Accelerator:
    """One GPU instance type, as EC2's DescribeInstanceTypes shows it."""

    gpu: str
    """GPU model, as Karpenter labels it (`karpenter.k8s.aws/instance-gpu-name`)."""
    gpus: int
    """GPUs of one instance."""
    gpu_memory_mib: int
    """Memory of one GPU."""
    vcpus: int
    """Virtual CPUs of one instance."""
    memory_gib: int
    """Main memory of one instance."""
    usd_per_hour: float | None
    """On-demand price of one instance; None where the price list has none."""


ACCELERATORS: dict[str, Accelerator] = {
    "g4dn.xlarge": Accelerator("t4", 1, 16384, 4, 16, 0.526),
    "g4dn.2xlarge": Accelerator("t4", 1, 16384, 8, 32, 0.752),
    "g4dn.4xlarge": Accelerator("t4", 1, 16384, 16, 64, 1.204),
    "g4dn.8xlarge": Accelerator("t4", 1, 16384, 32, 128, 2.176),
    "g4dn.16xlarge": Accelerator("t4", 1, 16384, 64, 256, 4.352),
    "g4dn.12xlarge": Accelerator("t4", 4, 16384, 48, 192, 3.912),
    "g4dn.metal": Accelerator("t4", 8, 16384, 96, 384, 7.824),
    "g5.xlarge": Accelerator("a10g", 1, 22888, 4, 16, 1.006),
    "g5.2xlarge": Accelerator("a10g", 1, 22888, 8, 32, 1.212),
    "g5.4xlarge": Accelerator("a10g", 1, 22888, 16, 64, 1.624),
    "g5.8xlarge": Accelerator("a10g", 1, 22888, 32, 128, 2.448),
    "g5.16xlarge": Accelerator("a10g", 1, 22888, 64, 256, 4.096),
    "g5.12xlarge": Accelerator("a10g", 4, 22888, 48, 192, 5.672),
    "g5.24xlarge": Accelerator("a10g", 4, 22888, 96, 384, 8.144),
    "g5.48xlarge": Accelerator("a10g", 8, 22888, 192, 768, 16.288),
    "g6.xlarge": Accelerator("l4", 1, 22888, 4, 16, 0.8048),
    "g6.2xlarge": Accelerator("l4", 1, 22888, 8, 32, 0.9776),
    "g6.4xlarge": Accelerator("l4", 1, 22888, 16, 64, 1.3232),
    "g6.8xlarge": Accelerator("l4", 1, 22888, 32, 128, 2.0144),
    "g6.16xlarge": Accelerator("l4", 1, 22888, 64, 256, 3.3968),
    "g6.12xlarge": Accelerator("l4", 4, 22888, 48, 192, 4.6016),
    "g6.24xlarge": Accelerator("l4", 4, 22888, 96, 384, 6.6752),
    "g6.48xlarge": Accelerator("l4", 8, 22888, 192, 768, 13.3504),
    "g6e.xlarge": Accelerator("l40s", 1, 45776, 4, 32, 1.861),
    "g6e.2xlarge": Accelerator("l40s", 1, 45776, 8, 64, 2.24208),
    "g6e.4xlarge": Accelerator("l40s", 1, 45776, 16, 128, 3.00424),
    "g6e.8xlarge": Accelerator("l40s", 1, 45776, 32, 256, 4.52856),
    "g6e.16xlarge": Accelerator("l40s", 1, 45776, 64, 512, 7.57719),
    "g6e.12xlarge": Accelerator("l40s", 4, 45776, 48, 384, 10.49264),
    "g6e.24xlarge": Accelerator("l40s", 4, 45776, 96, 768, 15.06559),
    "g6e.48xlarge": Accelerator("l40s", 8, 45776, 192, 1536, 30.13118),
    "g7e.2xlarge": Accelerator("rtx-pro-server-6000", 1, 98304, 8, 64, 3.36312),
    "g7e.4xlarge": Accelerator("rtx-pro-server-6000", 1, 98304, 16, 128, 3.99816),
    "g7e.8xlarge": Accelerator("rtx-pro-server-6000", 1, 98304, 32, 256, 5.26824),
    "g7e.12xlarge": Accelerator("rtx-pro-server-6000", 2, 98304, 48, 512, 8.28608),
    "g7e.24xlarge": Accelerator("rtx-pro-server-6000", 4, 98304, 96, 1024, 16.57216),
    "g7e.48xlarge": Accelerator("rtx-pro-server-6000", 8, 98304, 192, 2048, 33.14432),
    "gr6.4xlarge": Accelerator("l4", 1, 22888, 16, 128, 1.5392),
    "gr6.8xlarge": Accelerator("l4", 1, 22888, 32, 256, 2.4464),
    "p4d.24xlarge": Accelerator("a100", 8, 40960, 96, 1152, 21.957642),
    "p4de.24xlarge": Accelerator("a100", 8, 81920, 96, 1152, 27.44705),
    "p5.4xlarge": Accelerator("h100", 1, 81920, 16, 256, 6.88),
    "p5.48xlarge": Accelerator("h100", 8, 81920, 192, 2048, 55.04),
    "p5e.48xlarge": Accelerator("h200", 8, 144384, 192, 2048, None),
    "p5en.48xlarge": Accelerator("h200", 8, 144384, 192, 2048, 63.296),
    "p6-b200.48xlarge": Accelerator("b200", 8, 183359, 192, 2048, 113.9328),
}
