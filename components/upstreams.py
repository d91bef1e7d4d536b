"""Registries whose images ECR can cache."""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_PREFIX = 30
"""Most characters of a prefix; `ecrRepositoryPrefix` in the ECR API reference, read 2026-11-21."""


@dataclass(frozen=True)
class Upstream:
    """A registry that ECR can cache; "Creating a pull through cache rule", Amazon ECR User Guide, read 2026-11-21."""

    url: str
    needs_credential: bool


UPSTREAMS: Mapping[str, Upstream] = {
    "ecr-public": Upstream("public.ecr.aws", needs_credential=False),
    "kubernetes": Upstream("registry.k8s.io", needs_credential=False),
    "quay": Upstream("quay.io", needs_credential=False),
    "docker-hub": Upstream("registry-1.docker.io", needs_credential=True),
    "github": Upstream("ghcr.io", needs_credential=True),
}
