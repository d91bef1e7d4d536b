"""Changes that replace or delete what holds data, evidence or addresses: what stops them, why it is so, and the way."""

from fnmatch import fnmatchcase
from typing import NamedTuple

from tests.changes.effects import Effects
from tests.recording import RecordedResource

STATEFUL = {
    "aws:cloudtrail/trail:Trail",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:ec2/eip:Eip",  # others let these addresses in
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpc:Vpc",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    "aws:ecr/repository:Repository",
    "aws:efs/fileSystem:FileSystem",
    "aws:eks/cluster:Cluster",
    "aws:guardduty/detector:Detector",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:PersistentVolume",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:serving.kserve.io/v1beta1:InferenceService",  # callers would wait for its nodes and files
}
ASKED = "It is what is asked for."
_PREFLIGHT = "Refused before anything is declared."
_BESIDE = "An environment beside the old one, with a settings file of its own; move the models, then remove the old."


class Unavoidable(NamedTuple):
    """Changes of one setting that lose something."""

    setting: str
    """Pattern of the setting's path."""
    change: str
    """Pattern of the change."""
    stop: str
    """What keeps it from happening by mistake."""
    why: str
    way: str


TABLE = (
    Unavoidable(
        "platform",
        "*",
        "Cluster, buckets, keys and registries are protected: Pulumi refuses.",
        "It is a part of every name, and nothing in AWS can be renamed.",
        _BESIDE,
    ),
    Unavoidable("network.vpc_cidr", "*", _PREFLIGHT, "AWS gives a VPC no other addresses.", _BESIDE),
    Unavoidable("network.pod_cidr", "*", _PREFLIGHT, "The subnets of running pods cannot be renumbered.", _BESIDE),
    Unavoidable(
        "network.zones", "order reversed", _PREFLIGHT, "Each zone has its addresses by its place.", "Keep the order."
    ),
    Unavoidable(
        "network.zones",
        "first taken away",
        _PREFLIGHT,
        "Each zone has its addresses by its place.",
        "Take away the last zone, or make an environment beside the old one.",
    ),
    Unavoidable(
        "network.zones",
        "last taken away",
        "An inspected way out refuses with network.egress.change_protection.",
        "The zone's subnets and its NAT address go with it.",
        "Cordon and drain the zone's nodes first; tell those who let the NAT address in.",
    ),
    Unavoidable(
        "network.nat",
        "to none",
        "Refused unless every AWS service has its endpoint.",
        "Without NAT nothing has a public address.",
        "Tell those who let the address in; a new one is another one.",
    ),
    Unavoidable(
        "network.egress.mode",
        "to open",
        "AWS refuses, with network.egress.deletion_protection.",
        "The firewall's logs go with it.",
        "Export the two log groups first.",
    ),
    Unavoidable("cluster.service_cidr", "*", _PREFLIGHT, "It belongs to a cluster for life.", _BESIDE),
    Unavoidable(
        "audit.trail",
        "switched off",
        "Refused in prod; elsewhere protected.",
        ASKED,
        "Export the trail's log group first; what is in the archive stays.",
    ),
    Unavoidable(
        "audit.threat_detection",
        "to existing",
        "Nothing does.",
        "The findings of a detector go with it.",
        "Export the findings of the last 90 days first.",
    ),
    Unavoidable(
        "storage.tenant_stores",
        "to shared",
        "Buckets and keys of tenants are protected, and stay in AWS when they leave the program.",
        ASKED,
        "Copy the files first; nothing moves them.",
    ),
    Unavoidable(
        "image_registries.*s",
        "* taken away",
        "Repositories are protected, and stay in AWS when they leave the program.",
        ASKED,
        "docs/removal.md",
    ),
    Unavoidable(
        "tenants",
        "* taken away",
        "The repository is protected; files in the bucket stay.",
        ASKED,
        "docs/removal.md",
    ),
    Unavoidable(
        "tenants.*.data.*.access",
        "to read",
        "Nothing does.",
        "A volume is for reading or for writing as long as it lives.",
        "The files stay: they lie in the bucket or the file system. Pods that mount it are started anew.",
    ),
    Unavoidable(
        "tenants.*.name",
        "*",
        "The repository is protected; files in the bucket stay.",
        "A tenant is its name: namespace, role, prefix and repository hold it.",
        "Declare the new tenant, copy files and images, then take the old one away.",
    ),
)


def lost(found: Effects) -> list[RecordedResource]:
    """What holds data, evidence or addresses, and goes."""
    return [each for each in (*found.replaces, *found.deletes) if each.type in STATEFUL]


def reason(path: str, text: str) -> Unavoidable | None:
    """The row about a change; None where nothing must be lost."""
    fits = (one for one in TABLE if fnmatchcase(path, one.setting) and fnmatchcase(text, one.change))
    return next(fits, None)
