"""Values for settings whose type does not say what may stand there."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from components.versions import RELEASES
from stacks.reading.yaml_source import Value

_ROLE = "arn:aws:iam::123456789012:role/another"
_SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-AbCdEf"
_DIGEST = "0" * 64
_ID = "0" * 17

_BY_PATH: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The first pattern that fits counts.
    ("platform", ("another",)),
    ("domain", ("another.example.com",)),
    ("network.vpc_cidr", ("10.40.0.0/16",)),
    ("network.pod_cidr", ("100.65.0.0/16",)),
    ("network.zones", ("eu-west-1a", "eu-west-1b", "eu-west-1c")),
    ("network.egress.allowed_hosts", ("pypi.org",)),
    ("cluster.version", tuple(RELEASES)),
    ("cluster.service_cidr", ("172.21.0.0/16",)),
    ("cluster.public_access_cidrs", ("198.51.100.0/24", "8.8.8.0/24")),
    ("cluster.load_balancers.client_cidrs", ("10.99.0.0/16",)),
    ("cluster.system_nodes.instance_types", ("m7i.2xlarge",)),
    ("image_registries.base_images", ("python-cpu", "r-cpu")),
    ("image_registries.repositories", ("another",)),
    ("node_pools.*.instance_types", ("g6.8xlarge", "p5.48xlarge")),
    ("node_pools.*.zones", ("eu-west-1a", "eu-west-1b", "eu-west-1c")),
    ("node_pools.*.reservations.ids", (f"cr-{'0' * 17}",)),
    ("node_pools.*.tenant", ("iris", "sentiment")),
    ("tenants.*.name", ("another",)),
    ("tenants.*.model.image", (f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/models@sha256:{_DIGEST}",)),
    ("tenants.*.model.cuda", ("12.8",)),
    ("tenants.*.model.gpu_memory", ("16Gi",)),
    ("tenants.*.model.data", ("measurements", "corpus")),
    ("tenants.*.budget.notify", ("another@example.com",)),
    ("tenants.*.cidrs", ("10.91.0.0/24",)),
    ("*namespace", ("monitoring",)),
    ("*region", ("eu-central-1",)),
    ("*role_arn*", (_ROLE,)),
    ("*account_id*", ("210987654321",)),
    ("*.memory", ("2Gi", "16Gi", "200Gi")),
    ("*.cpu", ("1", "2", "32")),
    ("*.path", ("another",)),
    ("*.name", ("another",)),
    ("*.format", ("csv",)),
    ("*.name_node", ("another.example.com",)),
)
ITEMS: Mapping[str, Sequence[dict[str, Value]]] = {
    "image_registries.pull_through": [{"registry": "docker-hub", "credential_arn": _SECRET}],
    "image_registries.replicas": [{"region": "eu-central-1"}],
    "tenants.*.egress": [{"description": "another", "cidr": "10.92.0.0/24", "port": 443}],
    "tenants.*.data": [
        {"name": "another", "kind": "s3", "path": "another"},
        {"name": "another", "kind": "s3-mount", "path": "another"},
        {"name": "another", "kind": "efs", "file_system_id": f"fs-{_ID}", "access_point_id": f"fsap-{_ID}"},
        {
            "name": "another",
            "kind": "fsx-lustre",
            "file_system_id": f"fs-{_ID}",
            "dns_name": "fs.example.com",
            "mount_name": "abcdef01",
        },
    ],
}
"""Entries for lists that may be empty."""
IDENTITY: Mapping[str, dict[str, Value]] = {"tenants": {"name": "another"}}
"""What makes a copy of the first entry of a list another entry."""


def examples(path: str) -> Iterator[str]:
    """Texts that may stand at a place."""
    yield from next((values for pattern, values in _BY_PATH if fnmatchcase(path, pattern)), ())


OLDER: Mapping[str, Value] = {"cluster": {"version": [*RELEASES][-2]}}
"""prod before its last upgrade."""
MORE: Mapping[str, Value] = {
    "cluster": {
        "storage_drivers": {"file_systems": True, "lustre": True, "buckets": True},
        "load_balancers": {"client_cidrs": ["10.98.0.0/16"]},
    },
    "image_registries": {
        "pull_through": [*ITEMS["image_registries.pull_through"]],
        "replicas": [{"region": "eu-north-1", "account_id": "210987654321"}],
    },
    "node_pools": {
        "first": {
            "instance_types": ["g6.2xlarge"],
            "capacity": ["reserved", "spot", "on-demand"],
            "reservations": {"ids": [f"cr-{'1' * 17}"], "tags": {"team": "research"}},
            "local_disks": True,
            "max_gpus": 4,
            "max_usd_per_hour": 20,
        },
        "managed": {
            "instance_types": ["g6.2xlarge", "g6.4xlarge"],
            "provisioning": "managed",
            "min_nodes": 1,
            "max_gpus": 4,
            "max_usd_per_hour": 20,
        },
        "shared": {
            "instance_types": ["g6.2xlarge"],
            "sharing": {"strategy": "time-slicing", "pods_per_gpu": 4},
            "max_gpus": 2,
            "max_usd_per_hour": 20,
        },
        "divided": {
            "instance_types": ["p5.48xlarge"],
            "zones": ["eu-west-1a"],
            "sharing": {"strategy": "mig", "mig_profile": "1g.10gb"},
            "max_gpus": 8,
            "max_usd_per_hour": 100,
        },
    },
    "teams": {"another": {}},
}
"""What prod has not, for the settings that need others beside them."""
