"""The base images that people start from: languages on CPU and on CUDA; their Dockerfiles are in `images/`."""

import json
import sys
from dataclasses import asdict, dataclass

AS_OF = "2026-11-21"
"""Day on which the tags below were last read, in public Dockerfiles. A tag may move: CI resolves it to a digest, builds
from that and writes the digest into the image's label `org.opencontainers.image.base.digest`."""

UBUNTU = "public.ecr.aws/docker/library/ubuntu:24.04"
CUDA_RUNTIME = "docker.io/nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04"
CUDA_DEVEL = "docker.io/nvidia/cuda:12.9.1-cudnn-devel-ubuntu24.04"
JULIA = "docker.io/library/julia:1.12.4-bookworm"
CUDA_VERSION = "12.9"


@dataclass(frozen=True)
class BaseImage:
    """One image; its name is `<language>-<device>`, its build context `images/<language>`."""

    language: str
    base: str
    """Image that it is built on, by tag; build argument BASE."""
    toolchain: str = ""
    """Image that the language is copied from, by tag; build argument TOOLCHAIN. Empty: Ubuntu's own packages."""
    cuda: str = ""
    """CUDA inside, which the driver of the nodes must know; empty: none."""

    @property
    def context(self) -> str:
        """Folder of the Dockerfile."""
        return f"images/{self.language}"


BASE_IMAGES: dict[str, BaseImage] = {
    "python-cpu": BaseImage("python", UBUNTU),
    "python-cuda": BaseImage("python", CUDA_RUNTIME, cuda=CUDA_VERSION),
    "r-cpu": BaseImage("r", UBUNTU),
    "r-cuda": BaseImage("r", CUDA_RUNTIME, cuda=CUDA_VERSION),
    "julia-cpu": BaseImage("julia", UBUNTU, JULIA),
    "julia-cuda": BaseImage("julia", CUDA_RUNTIME, JULIA, CUDA_VERSION),
    "java-cpu": BaseImage("java", UBUNTU),
    "java-cuda": BaseImage("java", CUDA_RUNTIME, cuda=CUDA_VERSION),
    "cpp-cpu": BaseImage("cpp", UBUNTU),
    "cpp-cuda": BaseImage("cpp", CUDA_DEVEL, cuda=CUDA_VERSION),
}


def matrix() -> list[dict[str, str]]:
    """What CI builds, one entry per image."""
    return [{"name": name, "context": image.context, **asdict(image)} for name, image in BASE_IMAGES.items()]


if __name__ == "__main__":
    json.dump({"include": matrix()}, sys.stdout)
