"""Capacity blocks for ML: reservations for some days, paid in advance; here every offer starts at once."""

import base64
import json
from datetime import timedelta

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.ec2.capacity_reservations import keep, reserve
from sandbox.aws.server.eks.state import now
from sandbox.aws.server.shapes import Shape

PREFIX = "cb-"
ASKED = ("InstanceType", "InstanceCount", "CapacityDurationHours")


def describe_capacity_block_offerings(call: Call) -> Shape:
    """Offer what is asked for in each zone; the id of an offer holds what it offers."""
    if missing := [key for key in ASKED if key not in call.params]:
        raise AwsError("MissingParameter", f"The request must contain the parameter {missing[0]}")
    asked = {key: call.params[key] for key in ASKED}
    zones = call.backend("ec2").describe_availability_zones()
    return {"CapacityBlockOfferings": [_offer(asked | {"AvailabilityZone": zone.name}) for zone in zones]}


def purchase_capacity_block(call: Call) -> Shape:
    """Make the reservation of an offer."""
    try:
        offered = json.loads(base64.urlsafe_b64decode(call.params["CapacityBlockOfferingId"].removeprefix(PREFIX)))
    except ValueError as error:
        message = f"There is no capacity block offering {call.params['CapacityBlockOfferingId']}"
        raise AwsError("InvalidCapacityBlockOfferingId.NotFound", message) from error
    reservation = reserve(call, offered | {"InstancePlatform": call.params["InstancePlatform"]}) | {
        "ReservationType": "capacity-block",
        "InstanceMatchCriteria": "targeted",
        "EndDateType": "limited",
        "EndDate": now() + timedelta(hours=offered["CapacityDurationHours"]),
    }
    return {"CapacityReservation": keep(call, reservation)}


def _offer(offered: Shape) -> Shape:
    return offered | {
        "CapacityBlockOfferingId": PREFIX + base64.urlsafe_b64encode(json.dumps(offered).encode()).decode(),
        "CapacityBlockDurationHours": offered["CapacityDurationHours"],
        "StartDate": now(),
        "EndDate": now() + timedelta(hours=offered["CapacityDurationHours"]),
        "CurrencyCode": "USD",
        "UpfrontFee": "0",
        "Tenancy": "default",
    }


OPERATIONS = {
    "DescribeCapacityBlockOfferings": describe_capacity_block_offerings,
    "PurchaseCapacityBlock": purchase_capacity_block,
}
