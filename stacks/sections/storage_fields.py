"""Field types of storage: names of buckets and hosts, ids of file systems, ARNs of keys."""

import re
from typing import Annotated

from pydantic import AfterValidator

from stacks.reading.errors import shown
from stacks.sections.fields import Text, aws_id, refuse

_FORBIDDEN_STARTS = ("xn--", "sthree-", "amzn-s3-demo-")
_FORBIDDEN_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def _bucket(value: str) -> str:
    # "Bucket naming rules", Amazon S3 User Guide, read 2026-11-21.
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        refuse(f"{shown(value)!r} is no bucket name: 3 to 63 small letters, digits, dots and hyphens")
    if ".." in value or ".-" in value or "-." in value:
        refuse(f"{shown(value)!r} is no bucket name: dots stand between letters or digits")
    if value.startswith(_FORBIDDEN_STARTS) or value.endswith(_FORBIDDEN_ENDS):
        refuse(f"{shown(value)!r} begins or ends with what S3 keeps for itself; name the bucket, not an alias of it")
    if re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", value):
        refuse(f"{shown(value)!r} looks like an address; S3 allows no such bucket name")
    return value


def _key_arn(value: str) -> str:
    if re.fullmatch(r"arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:alias/.+", value):
        refuse(f"{shown(value)!r} is an alias, which IAM does not look through; write the ARN of the key")
    if not re.fullmatch(r"arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+", value):
        refuse(f"{shown(value)!r} is not the ARN of a KMS key; expected arn:aws:kms:<region>:<account>:key/<id>")
    return value


def _secret_arn(value: str) -> str:
    if not re.fullmatch(r"arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache/[\w/+=.@-]+", value):
        refuse(
            f"{shown(value)!r} is not the ARN of a secret whose name begins with ecr-pullthroughcache/, as ECR demands"
        )
    return value


def _host(value: str) -> str:
    label = r"[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?"
    if len(value) > 253 or not re.fullmatch(rf"{label}(\.{label})*", value):  # noqa: PLR2004 RFC 1035
        refuse(f"{shown(value)!r} is not a host name; write it without protocol, port and path")
    return value


def _mount_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,8}", value):
        refuse(f"{shown(value)!r} is not a mount name; FSx shows it beside the DNS name, such as abcdef01")
    return value


def _region(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", value):
        refuse(f"{shown(value)!r} is not a region, such as eu-central-1")
    return value


Region = Annotated[Text, AfterValidator(_region)]
BucketName = Annotated[Text, AfterValidator(_bucket)]
KeyArn = Annotated[Text, AfterValidator(_key_arn)]
SecretArn = Annotated[Text, AfterValidator(_secret_arn)]
HostName = Annotated[Text, AfterValidator(_host)]
FileSystemId = Annotated[Text, aws_id("fs", "a file system")]
AccessPointId = Annotated[Text, aws_id("fsap", "an access point")]
MountName = Annotated[Text, AfterValidator(_mount_name)]
