"""Which operations the layer answers or repairs, and which it refuses although moto has them."""

from collections.abc import Mapping

from sandbox.aws.server import (
    budgets,
    cloudtrail,
    ecr,
    ecr_templates,
    efs,
    guardduty,
    iam,
    kms,
    logs,
    s3,
    service_quotas,
    ssm,
)
from sandbox.aws.server.calls import Call, Handler
from sandbox.aws.server.ec2 import operations as ec2
from sandbox.aws.server.eks import operations as eks
from sandbox.aws.server.network_firewall import operations as network_firewall

HANDLERS: dict[str, Mapping[str, Handler]] = {
    "budgets": budgets.OPERATIONS,
    "cloudtrail": cloudtrail.OPERATIONS,
    "ec2": ec2.OPERATIONS,
    "ecr": {**ecr.OPERATIONS, **ecr_templates.OPERATIONS},
    "efs": efs.OPERATIONS,
    "eks": eks.OPERATIONS,
    "guardduty": guardduty.OPERATIONS,
    "iam": iam.OPERATIONS,
    "kms": kms.OPERATIONS,
    "logs": logs.OPERATIONS,
    "network-firewall": network_firewall.OPERATIONS,
    "s3": s3.OPERATIONS,
    "service-quotas": service_quotas.OPERATIONS,
    "ssm": ssm.OPERATIONS,
}
# moto's own version of these services is never asked.
OWN_SERVICES = {"eks", "network-firewall", "service-quotas"}
# Service -> operation -> why moto may not answer it.
REFUSED = {"ec2": ec2.REFUSED, "s3": s3.REFUSED}


def handler_of(call: Call) -> Handler | None:
    """Return the layer's own function for the call's operation, if it has one."""
    return HANDLERS.get(call.service, {}).get(call.operation)


def refusal_of(call: Call) -> str | None:
    """Return why moto may not answer the call, if it may not."""
    return REFUSED.get(call.service, {}).get(call.operation)
