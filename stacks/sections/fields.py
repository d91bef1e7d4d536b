"""Field types of the settings: what a name, an address range, an ARN, a quantity may look like."""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPV4LENGTH, AddressValueError, IPv4Address, IPv4Network
from typing import Annotated, NoReturn

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from components.accelerators import ACCELERATORS
from components.general_purpose import SHAPES
from stacks.reading.errors import looks_like_secret, nearest, shown

LOG_RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
_ARN_PARTS = 6
RESERVED_NAMES = frozenset(
    {"default", "kube-system", "kube-public", "kube-node-lease", "karpenter", "kserve", "cert-manager"}
    | {"envoy-gateway-system", "amazon-cloudwatch", "amazon-guardduty", "platform", "system", "gateway"}
)
PLACES = frozenset({"dns", "credentials", "metadata", "endpoints", "nodes", "public-subnets", "api-server", "internet"})
"""Places that `mlplatform firewall` names beside tenants."""


class Section(BaseModel):
    """A part of the settings: fixed once read, no unknown keys, no silent conversions."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def partition_of(region: str) -> str:
    """The part of AWS that a region is in."""
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if "-gov-" in region else "aws"


def refuse(message: str) -> NoReturn:
    """Say which rule a value breaks; the message must not hold a secret."""
    raise PydanticCustomError("rule", "{message}", {"message": message})


def _plain_text(value: str) -> str:
    if looks_like_secret(value):
        refuse("looks like a secret; take it out of this file and use `pulumi config set --secret`")
    if value != value.strip():
        refuse("has white space around it; remove it")
    for character in value:
        if not character.isascii() or not character.isprintable():
            name = unicodedata.name(character, "unnamed character")
            refuse(f"contains U+{ord(character):04X} ({name}); use plain ASCII letters")
    return value


def _name(value: str) -> str:
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", value):
        refuse(f"{shown(value)!r} must match [a-z]([-a-z0-9]*[a-z0-9])?: small letters, digits and hyphens")
    return value


def _tenant_name(value: str) -> str:
    if value in RESERVED_NAMES or value.startswith("kube-"):
        refuse(f"{value!r} is reserved for the platform; choose another name")
    if value in PLACES:
        refuse(f"{value!r} is what `mlplatform firewall` calls a place; choose another name")
    return value


def _cidr(value: str) -> str:
    address, slash, prefix = value.partition("/")
    try:
        IPv4Address(address)
    except AddressValueError:
        refuse(f"{shown(value)!r} is not an IPv4 address range such as 10.0.0.0/16")
    if not slash:
        refuse(f"{value!r} has no prefix length; did you mean {value}/16?")
    if not prefix.isdecimal() or int(prefix) > IPV4LENGTH:
        refuse(f"{shown(value)!r} has no prefix length between /0 and /32")
    network = IPv4Network(value, strict=False)
    if str(network) != value:
        refuse(f"{value!r} is not a network address; did you mean {network}?")
    return value


def _role_arn(value: str) -> str:
    parts = value.split(":", 5)
    if len(parts) != _ARN_PARTS or parts[0] != "arn" or parts[2] != "iam" or not parts[5].startswith("role/"):
        refuse(f"{shown(value)!r} is not the ARN of an IAM role; expected arn:aws:iam::<account>:role/<name>")
    if not re.fullmatch(r"\d{12}", parts[4]):
        refuse(f"account {shown(parts[4])!r} of the ARN must have 12 digits, has {len(parts[4])}")
    return value


def aws_id(prefix: str, what: str) -> AfterValidator:
    """Accept ids of AWS resources: the prefix, a hyphen, and 8 or (since 2018) 17 hexadecimal digits."""

    def check(value: str) -> str:
        if not re.fullmatch(rf"{prefix}-([0-9a-f]{{8}}|[0-9a-f]{{17}})", value):
            refuse(f"{shown(value)!r} is not the id of {what}; expected {prefix}- and 17 (or 8) hexadecimal digits")
        return value

    return AfterValidator(check)


def _account_id(value: str) -> str:
    if not re.fullmatch(r"\d{12}", value):
        refuse(f"an account id has 12 digits; this has {len(value)} characters")
    return value


def _cpu(value: str) -> str:
    if not re.fullmatch(r"(\d+m|\d+(\.\d{1,3})?)", value) or float(value.rstrip("m")) == 0:
        refuse(f'{shown(value)!r} is not an amount of CPU; write whole CPUs ("2") or thousandths ("500m")')
    return value


def _memory(value: str) -> str:
    if match := re.fullmatch(r"(\d+)([KMGT])B?", value):
        refuse(f"{value!r} counts in thousands; write {match[1]}{match[2]}i, as container limits do")
    if not re.fullmatch(r"[1-9]\d*(Mi|Gi|Ti)", value):
        refuse(f"{shown(value)!r} is not an amount of memory; write for example 512Mi or 16Gi")
    return value


def mebibytes(memory: str) -> int:
    """An amount of memory as a number."""
    return int(memory[:-2]) * {"Mi": 1, "Gi": 1024, "Ti": 1024 * 1024}[memory[-2:]]


def gibibytes(memory: str) -> int:
    """An amount of memory or storage as a number, rounded up."""
    return -(-mebibytes(memory) // 1024)


def thousandths(cpu: str) -> float:
    """An amount of CPU as a number."""
    return float(cpu[:-1]) if cpu.endswith("m") else float(cpu) * 1000


def _gpu_instance_type(value: str) -> str:
    if value in SHAPES:
        refuse(f"{value} has 0 GPUs; nearest with one: {nearest(value, ACCELERATORS)}")
    if value not in ACCELERATORS:
        refuse(f"{shown(value)!r} is unknown; nearest: {nearest(value, ACCELERATORS)}")
    return value


def _reservation_id(value: str) -> str:
    if not re.fullmatch(r"cr-[0-9a-f]{17}", value):
        refuse(f"{shown(value)!r} is not the id of a capacity reservation; expected cr- and 17 hexadecimal digits")
    return value


def _cuda(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d\.\d", value):
        refuse(f'{shown(value)!r} is not a version of CUDA; write for example "12.8"')
    return value


def _system_instance_type(value: str) -> str:
    if value in ACCELERATORS:
        refuse(f"{value} has GPUs, too dear for system nodes; use for example m7i.large")
    if value not in SHAPES:
        refuse(f"{shown(value)!r} is unknown; nearest: {nearest(value, SHAPES)}")
    return value


def _image(value: str) -> str:
    if re.search(r":latest(@|$)", value):
        refuse("the tag `latest` moves; name a version and a digest")
    registry = value.partition("/")[0]
    if "/" not in value or "." not in registry:
        refuse(f"{shown(value)!r} names no registry; begin with one, as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/")
    if "@" in value and not re.search(r"@sha256:[0-9a-f]{64}$", value):
        refuse("the digest must be @sha256: and 64 hexadecimal digits")
    return value


def _folder(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", value) or ".." in value or "//" in value or value.endswith("/"):
        refuse(f"{shown(value)!r} is not a folder below the tenant's prefix, such as v1 or 2026/v3")
    return value


def _retention(value: int) -> int:
    if value not in LOG_RETENTION_DAYS:
        refuse(f"CloudWatch keeps logs for one of {', '.join(map(str, LOG_RETENTION_DAYS))} days, not {value}")
    return value


def _whole_cpus(value: object) -> object:
    return str(value) if type(value) is int else value  # `cpu: 2` means what it says


@dataclass(frozen=True)
class Length:
    """How many entries a list may have; counted only when all entries are right, so that one error stays one error."""

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the entries."""
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors too."""
        return {**handler(schema), "minItems": self.least, "maxItems": self.most}

    def _check(self, value: tuple[object, ...]) -> tuple[object, ...]:
        if not self.least <= len(value) <= self.most:
            wanted = f"{self.least} to {self.most}" if self.least else f"at most {self.most}"
            refuse(f"needs {wanted} entries, has {len(value)}")
        return value


Text = Annotated[str, AfterValidator(_plain_text), Field(max_length=256)]
Name = Annotated[str, AfterValidator(_plain_text), AfterValidator(_name), Field(max_length=63)]
TenantName = Annotated[Name, AfterValidator(_tenant_name), Field(max_length=40)]
Cidr = Annotated[Text, AfterValidator(_cidr)]
VpcId = Annotated[Text, aws_id("vpc", "a vpc")]
SubnetId = Annotated[Text, aws_id("subnet", "a subnet")]
RoleArn = Annotated[Text, AfterValidator(_role_arn)]
AccountId = Annotated[str, AfterValidator(_account_id)]
Cpu = Annotated[Text, BeforeValidator(_whole_cpus), AfterValidator(_cpu)]
Memory = Annotated[Text, AfterValidator(_memory)]
GpuInstanceType = Annotated[Text, AfterValidator(_gpu_instance_type)]
ReservationId = Annotated[Text, AfterValidator(_reservation_id)]
SystemInstanceType = Annotated[Text, AfterValidator(_system_instance_type)]
CudaVersion = Annotated[Text, AfterValidator(_cuda)]
Image = Annotated[Text, AfterValidator(_image)]
Folder = Annotated[Text, AfterValidator(_folder)]
LogRetentionDays = Annotated[int, AfterValidator(_retention)]
Port = Annotated[int, Field(ge=1, le=65535)]
