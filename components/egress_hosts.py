"""Hosts on the Internet that the platform itself needs; everything else of AWS it reaches by VPC endpoints."""

from collections.abc import Mapping, Sequence

REGISTRIES: Mapping[str, Sequence[str]] = {
    # Allowlist for Docker Desktop, docs.docker.com, read 2026-11-21.
    "docker.io": (
        "registry-1.docker.io",
        "auth.docker.io",
        "production.cloudflare.docker.com",
        "production.cloudfront.docker.com",
        "docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com",
    ),
    # "Configuring your firewall", OpenShift Container Platform documentation, read 2026-11-21.
    "quay.io": (".quay.io",),
    # "Required hosts", EKS Anywhere documentation, and docker/sbx-releases issue 525 of 2026-08-28.
    "public.ecr.aws": ("public.ecr.aws", "d2glxqk2uabbnd.cloudfront.net", "d5l0dvt14r5h8.cloudfront.net"),
    # NVIDIA publishes no list; others' network rules for NIM images name these, read 2026-11-21.
    "nvcr.io": ("nvcr.io", "layers.nvcr.io", "authn.nvidia.com"),
}
"""Registry of images that the platform's charts name -> hosts that a pull from it calls."""

AWS_ENDPOINTS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn")
"""Domains of AWS's own endpoints, also the dual-stack ones; "AWS service endpoints", AWS General Reference, read
2026-11-21. Whoever reaches one reaches all that others have behind it, past the policies of the VPC endpoints."""
MOST = 500
"""Most hosts that an egress firewall lets through."""
_IAM = {
    "aws": "iam.amazonaws.com",
    "aws-cn": "iam.cn-north-1.amazonaws.com.cn",
    "aws-us-gov": "iam.us-gov.amazonaws.com",
}
"""Endpoints of IAM, by partition; "AWS service endpoints", AWS General Reference, read 2026-11-21."""
_PRICING = {"ap-": "ap-south-1", "cn-": "cn-northwest-1", "eu-": "eu-central-1"}
"""Where Karpenter asks for prices, by the beginning of its region, else us-east-1; its source, release 1.14.1."""


def platform_hosts(partition: str, region: str, *, autoscaled: bool) -> list[str]:
    """Hosts that nodes and controllers need: registries, and with Karpenter IAM and prices."""
    hosts = [host for registry in REGISTRIES.values() for host in registry]
    if autoscaled:
        prices = next((place for prefix, place in _PRICING.items() if region.startswith(prefix)), "us-east-1")
        hosts += [_IAM[partition], f"api.pricing.{prices}.{_suffix(partition)}"]
    return hosts


def s3(partition: str, region: str) -> str:
    """The host of S3 in a region; buckets are below it."""
    return f"s3.{region}.{_suffix(partition)}"


def _suffix(partition: str) -> str:
    return "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"


def covers(allowed: str, host: str) -> bool:
    """Whether an entry of an allow-list, `host` or `.domain`, lets another one through; a domain includes itself."""
    return host == allowed or (allowed.startswith(".") and f".{host.removeprefix('.')}".endswith(allowed))


def is_aws_endpoint(host: str) -> bool:
    """Whether a host, or some host of a `.domain`, is an endpoint of AWS."""
    return any(covers(domain, host) or covers(host, domain) for domain in AWS_ENDPOINTS)
