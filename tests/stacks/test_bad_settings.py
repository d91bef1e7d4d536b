"""A user's mistakes in a settings file: each is answered with its place, the rule and a way out."""

from pathlib import Path

import pytest

from tests.stacks.settings_text import DEV, PROD, changed, errors

VERSION = 'version: "1.36"'
VPC = "vpc_cidr: 10.20.0.0/16"
EGRESS = "    data_class: public"
MODEL = "      path: v1"
CAP = "max_gpus: 2"
SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/quay-AbCdEf"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
ROLE = "arn:aws:iam::123456789012:role/x"


def pods(cidr: str) -> tuple[str, str]:
    return VPC, f"{VPC}\n  pod_cidr: {cidr}"


def existing(
    vpc: str = f"vpc-{'0' * 17}",
    private: str = f"[subnet-{'1' * 17}, subnet-{'2' * 17}]",
    endpoint: str = f"subnet-{'3' * 17}: 10.20.9.0/24",
    pods: str = "null",
) -> tuple[str, str]:
    given = f"vpc_id: {vpc}, private_subnet_ids: {private}, endpoint_subnets: {{{endpoint}}}"
    return VPC, f"{VPC}\n  pod_cidr: {pods}\n  existing: {{{given}}}"


def existing_cluster(name: str) -> tuple[str, str]:
    return VERSION, f"{VERSION}\n  existing: {{name: {name}}}"


def egress(cidr: str, port: str = "443") -> tuple[str, str]:
    return EGRESS, f"    egress: [{{description: x, cidr: {cidr}, port: {port}}}]\n{EGRESS}"


def top(line: str) -> tuple[str, str]:
    """A section that dev has not, before another; or in the place of one that it has."""
    key = line.partition(":")[0]
    old = DEV[DEV.index(f"{key}:") : DEV.index("\n\n", DEV.index(f"{key}:"))] if f"\n{key}:" in DEV else ""
    return (old, line) if old else ("node_pools:\n", f"{line}\n\nnode_pools:\n")


def source(keys: str) -> tuple[str, str]:
    """The data of dev's tenant, replaced by one source."""
    return DEV[DEV.index("    data: #") :], f"    data:\n      - {{name: numbers, {keys}}}\n"


def model(line: str) -> tuple[str, str]:
    return MODEL, f"{MODEL}\n      {line}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # addresses
        (VPC, "vpc_cidr: 10.0.0.0/8", "network.vpc_cidr: /8 is outside /16 to /20"),
        (VPC, "vpc_cidr: 10.0.0.0/29", "network.vpc_cidr: /29 is outside /16 to /20"),
        (VPC, "vpc_cidr: 10.20.0.5/16", "is not a network address; did you mean 10.20.0.0/16?"),
        (VPC, "vpc_cidr: 10.0.0.999/16", "network.vpc_cidr: '10.0.0.999/16' is not an IPv4 address range"),
        (VPC, "vpc_cidr: 10.0.0.0", "has no prefix length; did you mean 10.0.0.0/16?"),
        (VPC, "vpc_cidr: 10.0.0.0/40", "has no prefix length between /0 and /32"),
        (VPC, "vpc_cidr: fd00::/16", "is not an IPv4 address range"),
        (VPC, "vpc_cidr: 8.8.0.0/16", "network.vpc_cidr: 8.8.0.0/16 is public or reserved"),
        (VPC, "vpc_cidr: 172.20.0.0/16", "cluster.service_cidr: 172.20.0.0/16 overlaps network.vpc_cidr"),
        (VPC, "vpc_cidr: 127.0.0.0/16", "network.vpc_cidr: 127.0.0.0/16 is public or reserved; choose from 10.0.0.0/8"),
        (*pods("8.8.0.0/16"), "network.pod_cidr: 8.8.0.0/16 is outside 100.64.0.0/10"),
        (*pods("100.128.0.0/16"), "network.pod_cidr: 100.128.0.0/16 is outside 100.64.0.0/10"),
        (*pods("100.64.0.0/15"), "network.pod_cidr: /15 is outside /16 to /24"),
        (*pods("100.64.0.0/25"), "network.pod_cidr: /25 is outside /16 to /24"),
        (
            *pods("100.64.0.1/16"),
            "network.pod_cidr: '100.64.0.1/16' is not a network address; did you mean 100.64.0.0/16",
        ),
        (*pods("fd00::/56"), "network.pod_cidr: 'fd00::/56' is not an IPv4 address range"),
        (VERSION, f"service_cidr: 100.64.0.0/20\n  {VERSION}", "100.64.0.0/20 overlaps network.pod_cidr 100.64.0.0/16"),
        (
            "nat: single",
            "nat: none",
            "network.interface_endpoints: without NAT the platform reaches AWS through endpoints",
        ),
        ("nat: single", "nat: none", "missing: ecr.api, ecr.dkr, sts, logs, ec2, eks, eks-auth, kms, sqs, elasticload"),
        ("nat: single", "nat: two", "network.nat: 'two' is not one of 'none', 'single' or 'per_zone'"),
        ("endpoints: [s3]", "endpoints: [s3, s3]", "network.interface_endpoints: s3 is listed 2 times"),
        (*egress("100.64.3.0/24"), "100.64.3.0/24 meets nodes and pods (10.20.0.0/16, 100.64.0.0/16, 172.20.0.0/16)"),
        (
            *existing(vpc="vpc-1"),
            "network.existing.vpc_id: 'vpc-1' is not the id of a vpc; expected vpc- and 17",
        ),
        (*existing(private=f"[subnet-{'1' * 17}, sub-2]"), "private_subnet_ids[1]: 'sub-2' is not the id of a subnet"),
        (*existing(private=f"[subnet-{'1' * 17}]"), "network.existing.private_subnet_ids: needs 2 to 3 entries, has 1"),
        (
            *existing(private=f"[{', '.join(f'subnet-{digit * 17}' for digit in '125')}]"),
            "network.existing.private_subnet_ids: 3 subnets for 2 zones; name one per zone, in their order",
        ),
        (*existing(pods="100.64.0.0/16"), "pod_subnet_ids: 0 subnets, but network.pod_cidr is 100.64.0.0/16; name 2"),
        (
            *existing(endpoint=f"subnet-{'1' * 17}: 10.20.0.0/24"),
            f"existing: subnet-{'1' * 17} is named 2 times",
        ),
        (*existing(endpoint=""), "network.existing.endpoint_subnets: at least one; tenants reach their data"),
        (*existing(endpoint=f"subnet-{'3' * 17}: 10.9.0.0/24"), "10.9.0.0/24 is outside network.vpc_cidr 10.20.0.0/16"),
        (*existing_cluster("-x"), "cluster.existing.name: '-x' is no name of an EKS cluster: letters, digits,"),
        (*existing_cluster("shared"), "cluster.existing: needs network.existing: name the VPC that the cluster is in"),
        ("[eu-west-1a, eu-west-1b]", "[eu-west-1a]", "network.zones: needs 2 to 3 entries, has 1"),
        ("[eu-west-1a, eu-west-1b]", "[eu-west-1a, eu-west-1a]", "network.zones: eu-west-1a is listed 2 times"),
        ("eu-west-1b", "eu-west-9a", "network.zones[1]: eu-west-9a is not a zone of eu-west-1"),
        ("interface_endpoints: [s3]", "interface_endpoints: [kms]", "network.interface_endpoints: s3 is missing"),
        ("log_retention_days: 30", "log_retention_days: 13", "CloudWatch keeps logs for one of 1, 3, 5, 7, 14,"),
        # instance types and pools
        ("g6.2xlarge", "g6.3xlarge", "node_pools.gpu.instance_types[0]: 'g6.3xlarge' is unknown; nearest: g6."),
        ("m7i.large", "m7i.larg", "cluster.system_nodes.instance_types[0]: 'm7i.larg' is unknown; nearest: m7i.large"),
        ("m7i.large", "g6.xlarge", "g6.xlarge has GPUs, too dear for system nodes"),
        ("g6.2xlarge", "m6i.large", "node_pools.gpu.instance_types[0]: m6i.large has 0 GPUs"),
        ("g6.4xlarge", "p5.4xlarge", "node_pools.gpu.instance_types: mixes h100 and l4; tenants cannot know"),
        ("[g6.2xlarge, g6.4xlarge]", "[g6.12xlarge]", "max_gpus: 2 is less than one node has (4)"),
        # Karpenter's definitions accept this one, and KServe's webhook the unknown format below.
        ("[spot, on-demand]", "[sopt]", "node_pools.gpu.capacity[0]: 'sopt' is not one of 'reserved', 'spot' or"),
        ("[spot, on-demand]", "[on-demand, spot]", "gpu.capacity: Karpenter tries each kind once, the cheapest first;"),
        ("[spot, on-demand]", "[reserved, spot]", "gpu.reservations: capacity names `reserved`; say which, by ids or"),
        (CAP, f"{CAP}\n    reservations: {{tags: {{a: b}}}}", "gpu.capacity: reservations are given but not used"),
        (
            CAP,
            f"{CAP}\n    reservations: {{ids: [cr-1]}}",
            "gpu.reservations.ids[0]: 'cr-1' is not the id of a",
        ),
        (CAP, f"{CAP}\n    zones: [eu-west-1c]", "gpu.zones[0]: eu-west-1c is none of network.zones (eu-west-1a, eu-"),
        (
            "max_usd_per_hour: 3",
            "max_usd_per_hour: 2.5",
            "gpu.max_usd_per_hour: the caps allow 2.65 USD (2 x g6.4xlarge, on demand, us-east-1, 2026-07-06) in an",
        ),
        ("max_usd_per_hour: 3", "max_usd_per_hour: 0", "gpu.max_usd_per_hour: 0 is too small; at least 0.1"),
        ("max_gpus: 2", "max_gpus: 0", "node_pools.gpu.max_gpus: 0 is too small; at least 1"),
        ("max_gpus: 2", "max_gpus: -1", "node_pools.gpu.max_gpus: -1 is too small; at least 1"),
        ("max_gpus: 2", "max_gpus: 0.5", "node_pools.gpu.max_gpus: expected a whole number, got 0.5"),
        ("max_gpus: 2", "max_gpus: 1000000000", "node_pools.gpu.max_gpus: 1000000000 is too large; at most 1000"),
        ("[m7i.large, m6i.large]", "[m7i.large]\n    min_size: 9", "system_nodes.max_size: min_size 9 > max_size 4"),
        # names
        ("name: iris", "name: Llama_3", "tenants[0].name: 'Llama_3' must match [a-z]([-a-z0-9]*[a-z0-9])?"),
        ("name: iris", "name: -a", "tenants[0].name: '-a' must match"),
        ("name: iris", "name: a.", "tenants[0].name: 'a.' must match"),
        ("name: iris", 'name: ""', "tenants[0].name: '' must match"),
        (
            "      pods: 5",
            "      pods: 5\n      ephemeral_storage: 29Gi",
            "tenants[0].quota.ephemeral_storage: 29Gi is less than 6Gi for each of 5 pods (memory of a replica, and",
        ),
        ("name: iris", "name: internet", "tenants[0].name: 'internet' is what `mlplatform firewall` calls a place;"),
        ("name: iris", "name: kube-system", "tenants[0].name: 'kube-system' is reserved"),
        ("name: iris", f"name: {'a' * 64}", "tenants[0].name: is 64 characters long (at most 63); shorten by 1"),
        ("name: iris", "name: 模型", "tenants[0].name: contains U+6A21"),
        ("name: iris", 'name: "\u0430lpha"', "tenants[0].name: contains U+0430 (CYRILLIC SMALL LETTER A)"),
        ("name: iris", 'name: "iris\\u200b"', "tenants[0].name: contains U+200B (ZERO WIDTH SPACE)"),
        ("name: iris", 'name: "iris\\r"', "tenants[0].name: has white space around it"),
        ("environment: dev", f"environment: dev\nplatform: {'p' * 21}", "platform: is 21 characters long (at most 20)"),
        # amounts
        ('cpu: "2"', "cpu: 2 cores", "tenants[0].quota.cpu: '2 cores' is not an amount of CPU"),
        ('cpu: "2"', "cpu: -1", "tenants[0].quota.cpu: '-1' is not an amount of CPU"),
        ('cpu: "2"', "cpu: 0", "tenants[0].quota.cpu: '0' is not an amount of CPU"),
        ("memory: 4Gi", "memory: 16G", "tenants[0].quota.memory: '16G' counts in thousands; write 16Gi"),
        ("memory: 4Gi", 'memory: "1e3"', "tenants[0].quota.memory: '1e3' is not an amount of memory"),
        ("pods: 5", "limits.nvidia.com/gpu: 1", "tenants[0].quota.limits.nvidia.com/gpu: unknown key"),
        # keys
        (EGRESS, f"    egres: []\n{EGRESS}", "tenants[0].egres: unknown key; did you mean egress?"),
        ("max_gpus: 2", "max_gpus: 2\n    idleMinutes: 3", "idleMinutes: unknown key; did you mean idle_minutes?"),
        (*model("egress: []"), "tenants[0].model.egress: unknown key here; egress belongs at tenants[].egress"),
        ("environment: dev", "environment: dev\nregion: x", "region: belongs in Pulumi's own file"),
        ("domain: models.dev.example.com\n", "", "domain: is missing; Domain under which models get"),
        # types
        ("zones: [eu-west-1a, eu-west-1b]", "zones: eu-west-1a", "network.zones: expected a list, got the text"),
        ("teams:\n  data-science: {}", "teams: [data-science]", "teams: expected keys and values, got a list"),
        ("protect: false", "protect: no", "data_protection.protect: expected true or false, got the text 'no'"),
        ("protect: false", "protect: 1", "data_protection.protect: expected true or false, got a number"),
        ("teams:\n  data-science: {}", "teams:", "teams: is empty; expected keys and values"),
        (VERSION, "version: 1.30", 'cluster.version: write "1.30" in quotes'),
        ("pods: 5", "pods: 1_0", "tenants[0].quota.pods: 1_0: write the number as 10"),
        ("pods: 5", "pods: 0o12", "tenants[0].quota.pods: 0o12: write the number as 10"),
        ("pods: 5", "pods: 08", "tenants[0].quota.pods: 08: write the number as 8"),
        # versions
        (VERSION, 'version: "1.19"', "cluster.version: 1.19 is not supported; supported: 1.35, 1.36"),
        (VERSION, "version: latest", "cluster.version: latest is not supported; supported: 1.35, 1.36"),
        # egress
        (*egress("0.0.0.0/0"), "tenants[0].egress[0].cidr: wildcard egress is refused"),
        (*egress("169.254.169.254/32"), "covers the instance metadata service"),
        (*egress("10.20.3.0/24"), "it would open other tenants"),
        (*egress("10.0.0.0/8"), "it would open other tenants"),
        (*egress("172.20.0.0/24"), "it would open other tenants"),
        (*egress("10.9.0.0/24", "0"), "tenants[0].egress[0].port: 0 is too small; at least 1"),
        (*egress("10.9.0.0/24", "70000"), "tenants[0].egress[0].port: 70000 is too large; at most 65535"),
        (*egress("10.9.0.0/24", "http"), "tenants[0].egress[0].port: expected a whole number, got the text 'http'"),
        (*egress("10.9.0.0/24", "9000-8000"), "tenants[0].egress[0].port: expected a whole number"),
        (EGRESS, f"    egress: [{{description: x, cidr: 10.9.0.0/24}}]\n{EGRESS}", "egress[0].port: is missing"),
        # access
        (VERSION, f"{VERSION}\n  public_access_cidrs: [0.0.0.0/0]", "opens the Kubernetes API to everybody"),
        (
            VERSION,
            f"{VERSION}\n  public_access_cidrs: [8.0.0.0/8]",
            "public_access_cidrs[0]: 8.0.0.0/8 is too wide; list",
        ),
        (
            VERSION,
            f"{VERSION}\n  public_access_cidrs: [10.9.0.0/24]",
            "10.9.0.0/24 is no range of the Internet; private",
        ),
        (
            VERSION,
            f"{VERSION}\n  public_access_cidrs: [{', '.join(f'8.8.{n}.0/24' for n in range(41))}]",
            "cluster.public_access_cidrs: needs at most 40 entries, has 41",
        ),
        (
            "kind: s3 #",
            "kind: s3-mount #",
            "aws-mountpoint-s3-csi-driver; set cluster.storage_drivers.buckets to true",
        ),
        ("volumes: false", "volume: false", "cluster.storage_drivers.volume: unknown key; did you mean volumes?"),
        (
            VERSION,
            f'{VERSION}\n  access:\n    deployer_role_arn: "arn:aws:iam::123456789012:user/x"',
            "cluster.access.deployer_role_arn: 'arn:aws:iam::123456789012:user/x' is not the ARN of an IAM role",
        ),
        (
            VERSION,
            f'{VERSION}\n  access:\n    deployer_role_arn: "{ROLE}"\n    viewer_role_arns: ["{ROLE}"]',
            "cluster.access.viewer_role_arns[0]: this role has access already",
        ),
        (VERSION, f"{VERSION}\n  access:\n    admin_role_arns: [nonsense]", "is not the ARN of an IAM role"),
        (
            VERSION,
            f'{VERSION}\n  access:\n    admin_role_arns: ["arn:aws:iam::12345678901:role/x"]',
            "account '12345678901' of the ARN must have 12 digits, has 11",
        ),
        (
            VERSION,
            f'{VERSION}\n  access:\n    admin_role_arns: ["arn:aws-cn:iam::123456789012:role/x"]',
            "partition aws-cn does not exist in region eu-west-1; expected aws",
        ),
        ("environment: dev", 'environment: dev\naccount_id: "123"', "account_id: an account id has 12 digits"),
        # models and references
        ("format: sklearn", "format: cobol", "tenants[0].model.format: 'cobol' is not one of 'huggingface',"),
        (*model("canary_traffic_percent: 110"), "tenants[0].model.canary_traffic_percent: unknown key"),
        (*model("image: python:latest"), "tenants[0].model.image: the tag `latest` moves"),
        (*model("image: python:3.11"), "names no registry"),
        (*model("image: ghcr.io/x/y@sha256:abc"), "the digest must be @sha256: and 64 hexadecimal digits"),
        (MODEL, "      path: ../other", "tenants[0].model.path: '../other' is not a folder below"),
        (*model("pool: gpu"), "pool gpu is for models with GPUs"),
        (*model("gpus: 1\n      pool: gpu"), "tenants[0].quota.gpus: 0 is less than 1 replicas with 1 GPUs need"),
        (*model("min_replicas: 3"), "tenants[0].model.max_replicas: min_replicas 3 > max_replicas 1"),
        ("owner: data-science", "owner: data-scince", "tenants[0].owner: team 'data-scince' is not declared"),
        # storage and registries
        (
            "      pods: 5",
            "      pods: 5\n      storage: 10Gi",
            "quota.storage: volumes need the EBS driver; set",
        ),
        ("      pods: 5", "      pods: 5\n      storage: 10GB", "counts in thousands; write 10Gi"),
        (EGRESS, f"{EGRESS}\n    store: none", "tenants[0].store: 'none' is not one of 'shared' or 'own'"),
        (
            EGRESS,
            "    data_class: confidential\n    store: shared",
            "tenants[0].store: shared is below the floor of data class confidential, which is own; leave the key out",
        ),
        (*top("storage: {tenant_stores: both}"), "storage.tenant_stores: 'both' is not one of 'shared' or 'own'"),
        (
            *source("kind: s3, path: x, bucket: mlplatform-dev-123456789012-t-wine"),
            "bucket: is the platform's own; leave the key out",
        ),
        (*top("storage: {tiering_days: -1}"), "storage.tiering_days: -1 is too small; at least 0"),
        (
            *top("storage: {endpoint_only: false, replica_region: eu-west-1}"),
            "replica_region: eu-west-1 is this region",
        ),
        (*top("storage: {endpoint_only: false, replica_region: cn-north-1}"), "cn-north-1 is in partition aws-cn; S3"),
        (
            *top("storage: {endpoint_only: false, replica_region: Ireland}"),
            "'Ireland' is not a region, such as eu-centr",
        ),
        (*top("image_registries: {pull_through: [{registry: gcr}]}"), "pull_through[0].registry: 'gcr' is not one of"),
        (
            *top("image_registries: {pull_through: [{registry: github}]}"),
            "pull_through[0]: github needs credential_arn",
        ),
        (*top("image_registries: {pull_through: [{registry: quay}, {registry: quay}]}"), "quay is listed twice; list"),
        (
            *top(f"image_registries: {{pull_through: [{{registry: quay, credential_arn: '{SECRET}'}}]}}"),
            "quay needs none",
        ),
        (
            *top("image_registries: {pull_through: [{registry: github, credential_arn: 'arn:aws:x'}]}"),
            "is not the ARN of a secret whose name begins with ecr-pullthroughcache/",
        ),
        (*top("image_registries: {repositories: [a, a]}"), "image_registries.repositories: a is listed 2 times"),
        (
            *top("image_registries: {repositories: [tenants-iris]}"),
            "looks like the repository of a tenant or a base image",
        ),
        (*top("image_registries: {repositories: [A_b]}"), "'A_b' must match [a-z]([-a-z0-9]*[a-z0-9])?"),
        (*top('image_registries: {pull_account_ids: ["12345"]}'), "an account id has 12 digits; this has 5 characters"),
        (
            *top("image_registries: {base_images: [pyton-cpu]}"),
            "base_images[0]: there is no base image 'pyton-cpu'; near",
        ),
        (*top("image_registries: {untagged_days: 0}"), "image_registries.untagged_days: 0 is too small; at least 1"),
        (
            "  endpoint_only: false",
            '  outside_role_arns: ["arn:aws-cn:iam::123456789012:role/x"]\n  endpoint_only: false',
            "storage.outside_role_arns[0]: partition aws-cn does not exist in region eu-west-1; expected aws",
        ),
        # data sources
        (*source("kind: s4, path: x"), "tenants[0].data[0].kind: 's4' is not one of 's3', 's3-mount', 'efs',"),
        (*source("kind: s3"), "tenants[0].data[0]: kind s3 needs path; add it"),
        (*source("kind: s3, path: /x"), "tenants[0].data[0].path: '/x' is not a folder below"),
        (*source("kind: s3, path: ../sentiment"), "tenants[0].data[0].path: '../sentiment' is not a folder below"),
        (*source("kind: s3, path: x, name_node: nn"), "name_node: means nothing for kind s3, only for hdfs; drop it"),
        (*source("kind: s3, path: x, bucket: my..bucket"), "'my..bucket' is no bucket name: dots stand between"),
        (*source("kind: s3, path: x, bucket: 192.168.1.1"), "'192.168.1.1' looks like an address"),
        (*source("kind: s3, path: x, bucket: xn--a"), "'xn--a' begins or ends with what S3 keeps for itself"),
        (*source("kind: s3, path: x, bucket: a-s3alias"), "'a-s3alias' begins or ends with what S3 keeps for itself"),
        (*source("kind: s3, path: x, bucket: Models"), "'Models' is no bucket name: 3 to 63 small letters"),
        (*source("kind: s3, path: x, bucket: mlplatform-dev-123456789012-models"), "bucket: is the platform's own"),
        (*source("kind: s3, path: x, bucket: b-1, key_arn: alias/x"), "key_arn: 'alias/x' is not the ARN of a KMS key"),
        (
            *source(f"kind: s3, path: x, bucket: b-1, key_arn: '{KEY.replace('key/', 'alias/')}'"),
            "is an alias, which IAM",
        ),
        (*source(f"kind: s3, path: x, bucket: b-1, key_arn: '{KEY.replace('west', 'north')}'"), "key is in eu-north-1"),
        (*source(f"kind: s3, path: x, key_arn: '{KEY}'"), "key_arn: goes with a bucket of your own"),
        (*source("kind: s3, path: x, access: write"), "access: 'write' is not one of 'read' or 'read-write'"),
        (*source("kind: efs, file_system_id: fs-1, access_point_id: fsap-01234567"), "'fs-1' is not the id of a file"),
        (*source("kind: hdfs, path: x, cidrs: [10.9.0.0/24]"), "tenants[0].data[0]: kind hdfs needs name_node; add it"),
        (
            *source("kind: hdfs, path: x, name_node: nn.example.com"),
            "kind hdfs needs either cidrs (outside this VPC) or",
        ),
        (*source("kind: hdfs, path: x, name_node: 'hdfs://nn:8020', namespace: hdfs"), "is not a host name; write it"),
        (*source("kind: hdfs, path: x, name_node: nn, namespace: iris"), "namespace: iris is a tenant; tenants do not"),
        (
            *source("kind: hdfs, path: x, name_node: nn, cidrs: [10.20.0.0/24]"),
            "cidrs[0]: 10.20.0.0/24 meets nodes and",
        ),
        (*source("kind: hdfs, path: x, name_node: nn, cidrs: [0.0.0.0/0]"), "cidrs[0]: wildcard egress is refused"),
        (*source("kind: hdfs, path: x, name_node: nn, namespace: hdfs, port: 0"), "port: 0 is too small; at least 1"),
        (
            *model("data: [measurement]"),
            "tenants[0].model.data[0]: 'measurement' is not declared (data of the tenant: ",
        ),
        # tags
        ("owner: ml-platform", "aws:owner: x", "tags.aws:owner: a tag key may not start with aws:"),
        ("owner: ml-platform", f"owner: {'x' * 300}", "tags.owner: is 300 characters long (at most 256)"),
        (
            "    deletion_protection: false",
            "    deletion_protection: false\n    controller: false",
            "cluster.load_balancers.controller: a new cluster has no other controller, and models would get no load",
        ),
        (
            "    deletion_protection: false",
            "    deletion_protection: false\n    client_cidrs: [0.0.0.0/0]",
            "cluster.load_balancers.client_cidrs[0]: 0.0.0.0/0 is not private",
        ),
        ("environment: dev", "environment: test", "environment: 'test' differs from the file's name; write dev"),
        (
            "environment: dev",
            "environment: production",
            "environment: 'production' is not one of 'dev', 'test', 'prod' or",
        ),
    ],
)
def test_each_mistake_is_named_with_its_rule(tmp_path: Path, old: str, new: str, expected: str) -> None:
    said = errors(tmp_path, changed(old, new))
    assert len(said) == 1, said
    assert expected in said[0]
    assert said[0].startswith("stacks/dev.yaml:")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mlplatform-dev", "mlplatform-dev is the cluster that this environment makes by itself; drop `existing`"),
        ("x" * 50, "-karpenter-node is 1 characters too long; only a cluster with a shorter name will do"),
    ],
)
def test_the_name_of_an_existing_cluster_is_no_name_of_the_platforms_own(
    tmp_path: Path, name: str, expected: str
) -> None:
    in_vpc, in_cluster = existing(), existing_cluster(name)
    (said,) = errors(tmp_path, changed(*in_cluster, changed(*in_vpc)))
    assert expected in said


def test_an_error_names_the_line_and_column_of_the_key(tmp_path: Path) -> None:
    text = changed(EGRESS, f"    egres: []\n{EGRESS}")
    line = text.splitlines().index("    egres: []") + 1
    assert errors(tmp_path, text)[0].startswith(f"stacks/dev.yaml:{line}:5: tenants[0].egres: ")


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed("nat: single", "nat: some", changed("max_gpus: 2", "max_gpus: 0", changed("pods: 5", "pots: 5")))
    said = errors(tmp_path, text)
    assert [line.split(": ")[1] for line in said] == [
        "network.nat",
        "node_pools.gpu.max_gpus",
        "tenants[0].quota.pots",
    ]
    assert said == errors(tmp_path, text)


def test_a_model_with_gpus_needs_a_pool_that_is_declared(tmp_path: Path) -> None:
    said = "".join(errors(tmp_path, changed(*model("gpus: 1\n      pool: gpu2"))))
    assert "tenants[0].model.pool: 'gpu2' is not declared (node_pools: gpu)" in said
    said = "".join(errors(tmp_path, changed(*model("gpus: 1"))))
    assert "tenants[0].model.gpus: a model with 1 GPUs needs a pool; nearest: gpu" in said


def test_a_pool_whose_price_is_unknown_cannot_promise_one(tmp_path: Path) -> None:
    text = changed("[g6.2xlarge, g6.4xlarge]", "[p5e.48xlarge]", changed(CAP, "max_gpus: 8"))
    expected = "node_pools.gpu.max_usd_per_hour: no public on-demand price of p5e.48xlarge is known, so the cap cannot"
    assert expected in "".join(errors(tmp_path, text))


def test_a_cap_in_nodes_needs_nodes_of_one_size(tmp_path: Path) -> None:
    text = changed("max_usd_per_hour: 3", "max_nodes: 7", changed(CAP, "max_gpus: 8"))
    (said,) = errors(tmp_path, changed("[g6.2xlarge, g6.4xlarge]", "[g6.2xlarge, g6.12xlarge]", text))
    assert "node_pools.gpu.max_nodes: Karpenter counts GPUs before nodes" in said
    assert "drop it, or keep types of one size" in said
    assert errors(tmp_path, text) == []


SHARED = f"{CAP}\n    sharing: {{strategy: time-slicing, pods_per_gpu: 4}}"


@pytest.mark.parametrize(
    ("sharing", "expected"),
    [
        ("{strategy: mug}", "gpu.sharing.strategy: 'mug' is not one of 'whole', 'time-slicing', 'mps' or 'mig'"),
        ("{strategy: mig}", "gpu.sharing.strategy: l4 cannot be divided; choose time-slicing or mps, or types with a1"),
        (
            "{strategy: mps, pods_per_gpu: 2, mig_profile: 1g.5gb}",
            "gpu.sharing.mig_profile: mps divides no GPU in hardware; drop it, or choose strategy mig",
        ),
        ("{pods_per_gpu: 4}", "gpu.sharing.pods_per_gpu: 4 pods cannot have a whole GPU; choose a strategy"),
        ("{strategy: mps}", "gpu.sharing.pods_per_gpu: mps with 1 pod shares nothing; say how many, at least 2"),
        ("{strategy: mps, pods_per_gpu: 49}", "gpu.sharing.pods_per_gpu: 49 is too large; at most 48"),
    ],
)
def test_a_wrong_way_to_share_gpus_is_refused(tmp_path: Path, sharing: str, expected: str) -> None:
    (said,) = errors(tmp_path, changed(CAP, f"{CAP}\n    sharing: {sharing}"))
    assert expected in said


def divided(sharing: str, types: str = "[p4d.24xlarge]") -> str:
    """Dev with a pool of GPUs that can be divided."""
    text = changed("max_usd_per_hour: 3", f"sharing: {{strategy: mig, {sharing}}}", changed(CAP, "max_gpus: 8"))
    return changed("[g6.2xlarge, g6.4xlarge]", types, text)


@pytest.mark.parametrize(
    ("sharing", "types", "expected"),
    [
        ("", "[p4d.24xlarge]", "mig_profile: say how each GPU is divided, one of 1g.5gb, 1g.10gb, 2g.10gb, 3g.20gb"),
        ("mig_profile: 1g.18gb", "[p5.48xlarge]", "mig_profile: say how each GPU is divided, one of 1g.10gb, 1g.20gb"),
        ("mig_profile: 7g.40gb", "[p4d.24xlarge]", "mig_profile: say how each GPU is divided, one of 1g.5gb"),
        ("mig_profile: 1g.5gb, pods_per_gpu: 7", "[p4d.24xlarge]", "pods_per_gpu: the profile says how many parts"),
        (
            "mig_profile: 1g.10gb",
            "[p4d.24xlarge, p4de.24xlarge]",
            "gpu.instance_types: mig divides GPUs with the same memory alike; keep types of one memory size",
        ),
    ],
)
def test_a_wrong_way_to_divide_gpus_is_refused(tmp_path: Path, sharing: str, types: str, expected: str) -> None:
    (said,) = errors(tmp_path, divided(sharing, types))
    assert expected in said


def test_a_tenants_part_of_a_divided_gpu_is_counted_and_measured(tmp_path: Path) -> None:
    text = changed("pods: 5", "gpus: 56", divided("mig_profile: 1g.5gb"))
    assert errors(tmp_path, changed(*model("gpus: 1\n      pool: gpu\n      gpu_memory: 5Gi"), text)) == []
    (said,) = errors(tmp_path, changed(*model("gpus: 1\n      pool: gpu\n      gpu_memory: 6Gi"), text))
    assert "gpu_memory: 6Gi is more than a replica gets of a GPU of pool gpu (5120Mi)" in said
    prod = changed("instance_types: [g6.2xlarge, g6.4xlarge]", "instance_types: [p4d.24xlarge]", PROD)
    sharing = "sharing: {strategy: mig, mig_profile: 1g.5gb, data_classes: [internal]}"
    prod = changed("max_usd_per_hour: 11", f"{sharing}\n    max_usd_per_hour: 22", prod)
    assert errors(tmp_path, changed("      gpus: 4", "      gpus: 60", prod), "prod") == []
    (said,) = errors(tmp_path, changed("      gpus: 4", "      gpus: 61", prod), "prod")
    assert "tenants ask for 61 GPUs, pools give at most 60" in said


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("parallel_image_pull: true", "parallel_image_pull: pulls become slower below 600 MiB/s; set local_disks, or"),
        (
            "parallel_image_pull: true, disk_throughput_mibps: 599",
            "gpu.parallel_image_pull: pulls become slower below 600 MiB/s",
        ),
        ("local_disks: true, disk_throughput_mibps: 600", "gpu.disk_throughput_mibps: images and scratch space lie on"),
        ("disk_throughput_mibps: 124", "gpu.disk_throughput_mibps: 124 is too small; at least 125"),
        ("disk_throughput_mibps: 751", "gpu.disk_throughput_mibps: 751 is too large; at most 750"),
        ("local_disks: often", "gpu.local_disks: "),
    ],
)
def test_wrong_disks_of_a_pool_are_refused(tmp_path: Path, keys: str, expected: str) -> None:
    (said,) = errors(tmp_path, changed(CAP, f"{CAP}\n    {keys}".replace(", ", "\n    ")))
    assert expected in said


@pytest.mark.parametrize("disks", ["local_disks: true", "disk_throughput_mibps: 600"])
def test_images_may_be_pulled_in_parallel_where_the_disk_is_fast(tmp_path: Path, disks: str) -> None:
    assert errors(tmp_path, changed(CAP, f"{CAP}\n    parallel_image_pull: true\n    {disks}")) == []


@pytest.mark.parametrize(
    ("types", "keys", "expected"),
    [
        ("[g6.2xlarge]", "zones: [eu-west-1a]", "gpu.instance_types[0]: g6.2xlarge has no EFA; nearest with it: g6"),
        (
            "[g6.8xlarge]",
            "zones: []",
            "gpu.efa: a cluster placement group lies in one zone, the pool in eu-west-1a",
        ),
        (
            "[g6e.12xlarge, g6e.24xlarge]",
            "zones: [eu-west-1a]",
            "gpu.efa: nodes need the same number of adapters (g6e.12xlarge has 1, g6e.24xlarge has 2); keep",
        ),
    ],
)
def test_a_pool_that_cannot_have_efa_is_refused(tmp_path: Path, types: str, keys: str, expected: str) -> None:
    text = changed("max_usd_per_hour: 3", f"efa: true\n    {keys}", changed(CAP, "max_gpus: 8"))
    (said,) = errors(tmp_path, changed("[g6.2xlarge, g6.4xlarge]", types, text))
    assert expected in said
    right = changed("[g6.2xlarge, g6.4xlarge]", "[g6.8xlarge, g6.16xlarge]", text)
    assert ("zones: []" in keys) == bool(errors(tmp_path, right))


def test_a_reader_of_metrics_that_nobody_reports_is_refused(tmp_path: Path) -> None:
    line = "gpu_metrics: false # nobody reads them in dev"
    (said,) = errors(tmp_path, changed(line, f"{line}\ngpu_metrics_namespace: monitoring"))
    assert "gpu_metrics_namespace: GPU nodes report nothing; set gpu_metrics, or drop this" in said
    assert errors(tmp_path, changed(line, "gpu_metrics_namespace: monitoring")) == []


def test_a_pool_that_shares_gpus_needs_nodes_of_one_size_because_its_cap_is_in_nodes(tmp_path: Path) -> None:
    text = changed("[g6.2xlarge, g6.4xlarge]", "[g6.2xlarge, g6.12xlarge]", changed(CAP, SHARED))
    assert "gpu.instance_types: a pool that shares GPUs is capped in nodes" in "".join(errors(tmp_path, text))


def test_a_model_that_no_node_of_its_pool_can_hold_is_refused(tmp_path: Path) -> None:
    text = changed(*model("gpus: 2\n      pool: gpu"), changed("pods: 5", "gpus: 2"))
    (said,) = errors(tmp_path, text)
    assert "tenants[0].model.gpus: 2 GPUs are more than any node of pool gpu has (1)" in said


def test_a_replica_on_shared_gpus_gets_a_part_of_one(tmp_path: Path) -> None:
    text = changed("[g6.2xlarge, g6.4xlarge]", "[g6.12xlarge]", changed(CAP, SHARED.replace("2", "4", 1)))
    text = changed("max_usd_per_hour: 3", "max_usd_per_hour: 30", text)
    text = changed(*model("gpus: 2\n      pool: gpu"), changed("pods: 5", "gpus: 2", text))
    (said,) = errors(tmp_path, text)
    assert "tenants[0].model.gpus: pool gpu shares GPUs, so a replica gets a part of one; ask for 1" in said


def test_tenants_that_are_not_public_share_no_gpu_unless_the_pool_says_so(tmp_path: Path) -> None:
    text = changed(*model("gpus: 1\n      pool: gpu"), changed("pods: 5", "gpus: 1", changed(CAP, SHARED)))
    text = changed("data_class: public", "data_class: internal", text)
    (said,) = errors(tmp_path, text)
    assert "tenants[0].model.pool: gpu shares GPUs among public tenants and iris is internal; choose a pool" in said
    assert errors(tmp_path, changed("pods_per_gpu: 4", "pods_per_gpu: 4, data_classes: [internal]", text)) == []


def test_confidential_data_has_gpus_of_its_own(tmp_path: Path) -> None:
    text = changed("data_class: internal", "data_class: confidential", changed("month: 50", "month: 900", PROD))
    (said,) = errors(tmp_path, text, "prod")
    assert "tenants[1].model.pool: confidential data needs GPUs of its own; choose a pool with `tenant: s" in said
    assert errors(tmp_path, changed("max_gpus: 8", "max_gpus: 8\n    tenant: sentiment", text), "prod") == []


@pytest.mark.parametrize(
    ("capacity", "lines", "expected"),
    [
        (
            "on-demand",
            "provisioning: managed",
            "gpu.min_nodes: nobody starts the nodes of a managed pool; say how many",
        ),
        (
            "on-demand",
            "provisioning: managed, min_nodes: 3",
            "gpu.min_nodes: 3 is more than max_gpus and max_nodes allow",
        ),
        ("on-demand", "min_nodes: 1", "gpu.min_nodes: Karpenter starts nodes when pods wait for them, so none always"),
        (
            "spot, on-demand",
            "provisioning: managed, min_nodes: 1",
            "gpu.capacity: a managed pool has one kind of capac",
        ),
        (
            "reserved",
            "provisioning: managed, reservations: {ids: [cr-0123456789abcdef0]}",
            "gpu.reservations: a managed pool starts in one reservation: name one id, its instance type and its zone",
        ),
    ],
)
def test_a_managed_pool_that_would_not_run_is_refused(tmp_path: Path, capacity: str, lines: str, expected: str) -> None:
    added = lines.replace(", ", "\n    ")
    text = changed("[spot, on-demand]", f"[{capacity}]", changed(CAP, f"{CAP}\n    {added}"))
    (said,) = errors(tmp_path, text)
    assert expected in said


def test_a_pool_of_one_tenant_takes_no_other(tmp_path: Path) -> None:
    text = changed("max_gpus: 8", "max_gpus: 8\n    tenant: iris", PROD)
    (said,) = errors(tmp_path, text, "prod")
    assert "tenants[1].model.pool: gpu belongs to tenant iris; choose another pool" in said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tenant: irs", "gpu.tenant: 'irs' is not declared (tenants: iris)"),
        (
            "{tenant: iris, provisioning: managed, min_nodes: 1}",
            "gpu.tenant: a managed node labels itself, so nothing proves whose",
        ),
    ],
)
def test_a_pool_belongs_to_a_declared_tenant_and_proves_it(tmp_path: Path, line: str, expected: str) -> None:
    lines = line.strip("{}").replace(", ", "\n    ")
    (said,) = errors(tmp_path, changed("[spot, on-demand]", "[spot]", changed(CAP, f"{CAP}\n    {lines}")))
    assert expected in said


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cuda: cuda12", "model.cuda: 'cuda12' is not a version of CUDA; write for example \"12.8\""),
        ('cuda: "14.0"', "model.cuda: CUDA 14.0 is newer than driver 580 of the GPU nodes runs (13.x); build"),
        ("gpu_memory: 30Gi", "model.gpu_memory: 30Gi is more than a replica gets of a GPU of pool gpu (22888Mi);"),
        ("gpu_memory: 30GB", "model.gpu_memory: '30GB' counts in thousands; write 30Gi"),
        ("cpu: 16", "model.cpu: 16 leaves nothing of the largest node of pool gpu (16 CPUs); choose larger types"),
        ("memory: 64Gi", "model.memory: 64Gi leaves nothing of the largest node of pool gpu (64Gi); choose larger"),
    ],
)
def test_what_no_node_of_the_pool_can_run_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    roomy = changed('cpu: "2"\n      memory: 4Gi\n      pods: 5', 'cpu: "99"\n      memory: 999Gi\n      gpus: 1')
    text = roomy.replace("      cpu: 500m # for each replica\n      memory: 1Gi\n", "")
    (said,) = errors(tmp_path, changed(*model(f"gpus: 1\n      pool: gpu\n      {line}"), text))
    assert expected in said


def test_a_model_that_just_fits_is_taken(tmp_path: Path) -> None:
    wanted = 'gpus: 1\n      pool: gpu\n      gpu_memory: 22Gi\n      cuda: "13.0"'
    assert errors(tmp_path, changed(*model(wanted), changed("pods: 5", "gpus: 1"))) == []


def test_prod_wants_to_know_the_cuda_version_of_an_own_image(tmp_path: Path) -> None:
    image = f"123456789012.dkr.ecr.eu-west-1.amazonaws.com/x@sha256:{'0' * 64}"
    text = changed("      pool: gpu", f"      pool: gpu\n      image: {image}", PROD)
    (said,) = errors(tmp_path, text, "prod")
    assert "tenants[1].model.cuda: prod: must say the CUDA version of the image" in said
    assert errors(tmp_path, changed(image, f'{image}\n      cuda: "12.8"', text), "prod") == []


def test_two_tenants_cannot_share_a_name(tmp_path: Path) -> None:
    tenant = DEV[DEV.index("  - name: iris") :]
    assert "tenants[1].name: iris is the name of tenants[0] already" in "".join(errors(tmp_path, DEV + tenant))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "kind: s3, path: a, bucket: company",
            "kind: s3, path: a/b, bucket: company",
            "tenant iris has s3://company/a/;",
        ),
        ("kind: s3, path: a, bucket: company", "kind: s3, path: ab, bucket: company", ""),
        ("kind: s3, path: a", "kind: s3, path: a", ""),
    ],
)
def test_two_tenants_share_no_data(tmp_path: Path, one: str, other: str, expected: str) -> None:
    first = changed(*source(one))
    second = changed("name: iris", "name: lily", changed(*source(other)))
    said = "".join(errors(tmp_path, first + second[second.index("  - name: lily") :]))
    assert expected in said
    assert bool(expected) == ("tenants[1].data[0].path: " in said)


def test_two_sources_of_a_tenant_cannot_share_a_name(tmp_path: Path) -> None:
    said = errors(tmp_path, f"{DEV}      - {{name: measurements, kind: s3, path: x}}\n")
    assert "tenants[0].data[1].name: measurements is the name of another source" in "".join(said)


def test_more_tenants_than_one_stack_holds_are_refused(tmp_path: Path) -> None:
    tenant = DEV[DEV.index("  - name: iris") :]
    many = DEV + "".join(tenant.replace("name: iris", f"name: iris-{number}") for number in range(1000))
    assert "tenants: needs at most 100 entries, has 1001" in "".join(errors(tmp_path, many))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", "stacks/dev.yaml: is empty; copy the settings of another environment"),
        ("# only a comment\n", "stacks/dev.yaml: is empty"),
        ("- a\n", "must hold keys and values"),
        (changed("  nat: single", "\tnat: single"), "a tab indents this line; YAML wants spaces"),
        (changed("domain:", "environment: dev\ndomain:"), "the key 'environment' is written twice; keep one"),
        ("a: [\n", "is no valid YAML"),
        ("a: b\n---\nc: d\n", "is no valid YAML: expected a single document"),
        (b"\xef\xbb\xbf" + DEV.encode(), "starts with a byte order mark"),
        (b"environment: dev\ndomain: \xff\n", "stacks/dev.yaml:2:1: is not UTF-8 text"),
        (b"a: 1\n" * 300_000, "cannot be read: larger than 1,000,000 bytes"),
    ],
)
def test_a_file_that_is_no_settings_file_is_refused(tmp_path: Path, raw: str | bytes, expected: str) -> None:
    said = errors(tmp_path, raw)
    assert len(said) == 1, said
    assert expected in said[0]


def test_nested_aliases_cannot_expand_without_end(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 12):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    assert "aliases expand to more than 100,000 values" in errors(tmp_path, bomb)[0]


def test_anchors_and_merge_keys_work(tmp_path: Path) -> None:
    shared = changed(
        "    max_gpus: 2",
        "    max_gpus: &most 2\n  more:\n    <<: &l4 {instance_types: [g6.2xlarge]}\n    max_gpus: *most",
    )
    assert errors(tmp_path, shared) == []


@pytest.mark.parametrize(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "-----BEGIN RSA PRIVATE KEY-----",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "https://user:hunter2@example.com/",
    ],
)
@pytest.mark.parametrize("place", ["owner: ml-platform", "nat: single", "name: iris", "vpc_cidr: 10.20.0.0/16"])
def test_a_secret_is_found_anywhere_and_never_printed(tmp_path: Path, place: str, secret: str) -> None:
    key = place.partition(":")[0]
    said = "\n".join(errors(tmp_path, changed(place, f'{key}: "{secret}"')))
    assert "looks like a secret; take it out of this file and use `pulumi config set --secret`" in said
    assert secret not in said


def test_a_value_under_a_key_called_password_is_taken_for_one(tmp_path: Path) -> None:
    said = "".join(errors(tmp_path, changed("owner: ml-platform", "db-password: hunter2")))
    assert "tags.db-password: looks like a secret" in said
    assert "hunter2" not in said


def test_prod_names_everything_that_it_demands_at_once(tmp_path: Path) -> None:
    careless = changed("environment: dev", "environment: prod").replace("cost-center: research", "cost-center: x")
    said = errors(tmp_path, changed(VERSION, f"{VERSION}\n  public_access_cidrs: [198.51.100.0/24]", careless), "prod")
    demanded = {line.split(": ")[1] for line in said if ": prod: " in line}
    assert demanded == {
        "account_id",
        "audit.archive_flow_logs",
        "audit.threat_detection",
        "audit.trail",
        "cluster.deletion_protection",
        "cluster.load_balancers.deletion_protection",
        "cluster.log_retention_days",
        "cluster.public_access_cidrs",
        "data_protection.access_logs",
        "data_protection.force_destroy",
        "data_protection.key_deletion_window_days",
        "data_protection.protect",
        "data_protection.retain_on_delete",
        "network.log_retention_days",
        "network.nat",
        "storage.endpoint_only",
    }


def test_prod_demands_a_digest_of_every_own_image(tmp_path: Path) -> None:
    text = changed("      path: v1", "      path: v1\n      image: ghcr.io/team/server:1.2.3", PROD)
    assert "tenants[0].model.image: prod: must name its digest" in "".join(errors(tmp_path, text, "prod"))


def test_prod_and_test_refuse_more_gpus_than_the_pools_have(tmp_path: Path) -> None:
    text = changed("      gpus: 4", "      gpus: 40", PROD)
    assert "tenants: tenants ask for 40 GPUs, pools give at most 12" in "".join(errors(tmp_path, text, "prod"))


def test_a_derived_name_that_is_too_long_is_refused_and_not_cut(tmp_path: Path) -> None:
    text = changed(
        "environment: dev", f"environment: dev\nplatform: {'p' * 20}", changed("name: iris", f"name: {'a' * 38}")
    )
    said = "".join(errors(tmp_path, text))
    assert "is 6 characters too long; shorten the name" in said


def test_a_bucket_of_a_tenants_own_whose_name_is_too_long_for_s3_is_refused(tmp_path: Path) -> None:
    own = changed("data_class: public", "data_class: public\n    store: own")
    assert errors(tmp_path, changed("name: iris", f"name: {'i' * 33}", own)) == []
    (said,) = errors(tmp_path, changed("name: iris", f"name: {'i' * 34}", own))
    assert "tenants[0].name: the tenant's own bucket mlplatform-dev-000000000000-t-" in said
    assert "is 1 characters too long; shorten the name" in said


def test_where_every_tenant_has_a_store_of_its_own_none_shares_one(tmp_path: Path) -> None:
    (said,) = errors(tmp_path, changed("data_class: public", "data_class: public\n    store: shared", PROD), "prod")
    assert "tenants[0].store: shared is below the floor of storage.tenant_stores, which is own" in said


def test_evidence_whose_readers_are_not_seen_is_refused(tmp_path: Path) -> None:
    said = errors(tmp_path, changed("  trail: false", "  trail: true"))
    assert any("audit.trail: needs data_protection.access_logs: true" in line for line in said)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("retention_days", "364"),
        ("log_retention_days", "180"),
        ("object_lock", "GOVERNANCE"),
        ("threat_detection", "none"),
        ("trail", "false"),
        ("archive_flow_logs", "false"),
    ],
)
def test_prod_refuses_less_evidence_than_a_year_that_nobody_can_delete(tmp_path: Path, field: str, value: str) -> None:
    text = changed("node_pools:", f"audit:\n  {field}: {value}\n\nnode_pools:", PROD)
    assert f"audit.{field}: prod: must be" in "".join(errors(tmp_path, text, "prod"))


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("retention_days: 0", "audit.retention_days"),
        ("log_retention_days: 13", "CloudWatch keeps logs for one of 1, 3, 5, 7"),
        ("object_lock: compliance", "audit.object_lock"),
        ("threat_detection: true", "audit.threat_detection"),
        ("trial: true", "did you mean trail"),
    ],
)
def test_an_audit_setting_that_means_nothing_is_refused(tmp_path: Path, line: str, error: str) -> None:
    text = changed("node_pools:", f"audit:\n  {line}\n\nnode_pools:", PROD)
    assert error in "".join(errors(tmp_path, text, "prod"))
