"""Service quotas: EC2's vCPU quotas, which say how many GPUs an account may run, and moto's VPC quotas."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.servicequotas.resources.default_quotas.vpc import VPC_DEFAULT_QUOTAS

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape

SERVICES = {"ec2": "Amazon Elastic Compute Cloud (Amazon EC2)", "vpc": "Amazon Virtual Private Cloud (Amazon VPC)"}


@dataclass(frozen=True)
class VcpuQuota:
    """Default of AWS, as of 2026-11, and what the sandbox's account has; in vCPUs."""

    name: str
    default: int
    applied: int


EC2_QUOTAS = {
    "L-1216C47A": VcpuQuota("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5, 640),
    "L-34B43A08": VcpuQuota("All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 5, 640),
    "L-DB2E81BA": VcpuQuota("Running On-Demand G and VT instances", 0, 128),
    "L-3819A6DF": VcpuQuota("All G and VT Spot Instance Requests", 0, 128),
    "L-417A185B": VcpuQuota("Running On-Demand P instances", 0, 192),
    "L-7212CCBC": VcpuQuota("All P4, P3 and P2 Spot Instance Requests", 0, 192),
    "L-C4BD4855": VcpuQuota("All P5 Spot Instance Requests", 0, 192),
}


def list_services(call: Call) -> Shape:  # noqa: ARG001 every operation takes the call
    """List the services that have quotas here."""
    return {"Services": [{"ServiceCode": code, "ServiceName": name} for code, name in SERVICES.items()]}


def get_service_quota(call: Call) -> Shape:
    """Return what the account has."""
    return {"Quota": _find(call, applied=True)}


def get_default(call: Call) -> Shape:
    """Return what a new account has."""
    return {"Quota": _find(call, applied=False)}


def list_service_quotas(call: Call) -> Shape:
    """List what the account has."""
    return {"Quotas": _quotas(call, applied=True)}


def list_defaults(call: Call) -> Shape:
    """List what a new account has."""
    return {"Quotas": _quotas(call, applied=False)}


def request_increase(call: Call) -> Shape:
    """Take a request for more; nobody approves it."""
    quota = _find(call, applied=True)
    if call.params["DesiredValue"] <= quota["Value"]:
        raise AwsError("IllegalArgumentException", "You must provide a quota value greater than the current one.")
    fields = ("ServiceCode", "ServiceName", "QuotaCode", "QuotaName")
    now = datetime.now(UTC)
    request = {name: quota[name] for name in fields} | {
        "Id": uuid.uuid4().hex,
        "DesiredValue": call.params["DesiredValue"],
        "Status": "PENDING",
        "Created": now,
        "LastUpdated": now,
    }
    return {"RequestedQuota": request}


def _find(call: Call, *, applied: bool) -> Shape:
    for quota in _quotas(call, applied=applied):
        if quota["QuotaCode"] == call.params["QuotaCode"]:
            return quota
    raise AwsError("NoSuchResourceException", f"The quota {call.params['QuotaCode']} does not exist.")


def _quotas(call: Call, *, applied: bool) -> list[Shape]:
    service = call.params["ServiceCode"]
    if service == "vpc":
        return [dict(quota) for quota in VPC_DEFAULT_QUOTAS]
    if service != "ec2":
        known = ", ".join(SERVICES)
        message = f"The sandbox has no quotas of service {service} (it has {known})."
        raise AwsError("NoSuchResourceException", message)
    return [
        {
            "ServiceCode": service,
            "ServiceName": SERVICES[service],
            "QuotaArn": f"arn:aws:servicequotas:{call.region}:{call.account}:ec2/{code}",
            "QuotaCode": code,
            "QuotaName": quota.name,
            "Value": quota.applied if applied else quota.default,
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": False,
        }
        for code, quota in EC2_QUOTAS.items()
    ]


OPERATIONS = {
    "ListServices": list_services,
    "GetServiceQuota": get_service_quota,
    "GetAWSDefaultServiceQuota": get_default,
    "ListServiceQuotas": list_service_quotas,
    "ListAWSDefaultServiceQuotas": list_defaults,
    "RequestServiceQuotaIncrease": request_increase,
}
