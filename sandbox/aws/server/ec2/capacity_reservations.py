"""Capacity reservations: instances of one type in one zone that are paid for and kept free; moto has none."""

import secrets
from collections.abc import Iterator
from fnmatch import fnmatchcase

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.eks.state import now
from sandbox.aws.server.shapes import Shape, items, part

# Filter of DescribeCapacityReservations -> field of a reservation.
FILTERS = {
    "availability-zone": "AvailabilityZone",
    "instance-match-criteria": "InstanceMatchCriteria",
    "instance-type": "InstanceType",
    "owner-id": "OwnerId",
    "reservation-type": "ReservationType",
    "state": "State",
}
CHANGEABLE = ("EndDate", "EndDateType", "InstanceMatchCriteria")


def create_capacity_reservation(call: Call) -> Shape:
    """Reserve instances on demand: they can be used at once."""
    params = call.params
    if params["InstanceCount"] < 1:
        raise AwsError("InvalidParameterValue", f"InstanceCount {params['InstanceCount']} is not positive.")
    if (params.get("EndDateType") == "limited") != ("EndDate" in params):
        raise AwsError("InvalidParameterCombination", "EndDate and EndDateType limited go together.")
    reservation = reserve(call, params) | {
        "EndDateType": params.get("EndDateType") or "unlimited",
        "InstanceMatchCriteria": params.get("InstanceMatchCriteria") or "open",
    }
    return {"CapacityReservation": keep(call, reservation)}


def describe_capacity_reservations(call: Call) -> Shape:
    """List the caller's reservations, those that ended too."""
    known = {one["CapacityReservationId"]: one for one in _mine(call)}
    named = items(call.params, "CapacityReservationIds")
    if missing := [name for name in named if name not in known]:
        message = f"The capacity reservation '{missing[0]}' does not exist"
        raise AwsError("InvalidCapacityReservationId.NotFound", message)
    chosen = [known[name] for name in named or known]
    filters = items(call.params, "Filters")
    return {"CapacityReservations": [one for one in chosen if all(_matches(one, filter_) for filter_ in filters)]}


def modify_capacity_reservation(call: Call) -> Shape:
    """Change how many instances are reserved, and until when."""
    reservation, params = find(call, call.params["CapacityReservationId"]), call.params
    count = params.get("InstanceCount", reservation["TotalInstanceCount"])
    if count < (used := reservation["TotalInstanceCount"] - reservation["AvailableInstanceCount"]):
        raise AwsError(
            "InvalidParameterValue", f"{used} instances run in the reservation; it cannot shrink to {count}."
        )
    stored = call.emulation.capacity_reservations[reservation["CapacityReservationId"]]
    stored |= {"TotalInstanceCount": count, **{key: params[key] for key in CHANGEABLE if key in params}}
    if stored["EndDateType"] == "unlimited":
        stored.pop("EndDate", None)
    return {"Return": True}


def cancel_capacity_reservation(call: Call) -> Shape:
    """Give the capacity back; instances in it run on."""
    reservation = find(call, call.params["CapacityReservationId"])
    call.emulation.capacity_reservations[reservation["CapacityReservationId"]]["State"] = "cancelled"
    return {"Return": True}


def find(call: Call, name: str) -> Shape:
    """Return a reservation as it is described now."""
    for one in _mine(call):
        if one["CapacityReservationId"] == name:
            return one
    raise AwsError("InvalidCapacityReservationId.NotFound", f"The capacity reservation '{name}' does not exist")


def reserve(call: Call, params: Shape) -> Shape:
    """Return what every kind of reservation has: type, zone, number, owner."""
    ec2 = call.backend("ec2")
    ec2.describe_instance_types([params["InstanceType"]])
    zones = {zone.name: zone.zone_id for zone in ec2.describe_availability_zones()}
    zone = params.get("AvailabilityZone") or next(
        (name for name, zone_id in zones.items() if zone_id == params.get("AvailabilityZoneId")), ""
    )
    if zone not in zones:
        raise AwsError("InvalidParameterValue", f"Invalid availability zone: [{zone}]")
    name = f"cr-0{secrets.token_hex(8)}"
    return {
        "CapacityReservationId": name,
        "CapacityReservationArn": f"arn:aws:ec2:{call.region}:{call.account}:capacity-reservation/{name}",
        "OwnerId": call.account,
        "InstanceType": params["InstanceType"],
        "InstancePlatform": params["InstancePlatform"],
        "AvailabilityZone": zone,
        "AvailabilityZoneId": zones[zone],
        "Tenancy": params.get("Tenancy") or "default",
        "TotalInstanceCount": params["InstanceCount"],
        "EbsOptimized": bool(params.get("EbsOptimized")),
        "EphemeralStorage": bool(params.get("EphemeralStorage")),
        "State": "active",
        "CreateDate": now(),
        "StartDate": now(),
        "ReservationType": "default",
        **{key: params[key] for key in ("EndDate",) if key in params},
    }


def keep(call: Call, reservation: Shape) -> Shape:
    """Store a new reservation with the request's tags and describe it."""
    name = reservation["CapacityReservationId"]
    call.emulation.capacity_reservations[name] = reservation
    for specification in items(call.params, "TagSpecifications"):
        tags = {tag["Key"]: tag["Value"] for tag in items(specification, "Tags")}
        call.backend("ec2").create_tags([name], tags)
    return find(call, name)


def place(call: Call, params: Shape, zone: str | None) -> str | None:
    """Return the reservation that instances take which are asked for so, and refuse what it has no room for."""
    wanted = part(params, "CapacityReservationSpecification")
    target = part(wanted, "CapacityReservationTarget").get("CapacityReservationId")
    fitting = [
        one
        for one in _mine(call)
        if (one["State"], one["InstanceType"], one["AvailabilityZone"]) == ("active", params.get("InstanceType"), zone)
        and one["AvailableInstanceCount"] >= params["MinCount"]
    ]
    if target:
        find(call, target)
        if target not in {one["CapacityReservationId"] for one in fitting}:
            message = f"The requested reservation {target} has no room for this instance type in this zone."
            raise AwsError("ReservationCapacityExceeded", message)
        return target
    if wanted.get("CapacityReservationPreference") == "none":
        return None
    return next((one["CapacityReservationId"] for one in fitting if one["InstanceMatchCriteria"] == "open"), None)


def _mine(call: Call) -> Iterator[Shape]:
    ec2 = call.backend("ec2")
    running = [getattr(one, "capacity_reservation_id", "") for one in ec2.all_instances() if one.state == "running"]
    for name, one in call.emulation.capacity_reservations.items():
        if (one["OwnerId"], one["AvailabilityZone"][:-1]) != (call.account, call.region):
            continue
        ended = one["State"] == "active" and "EndDate" in one and one["EndDate"] <= now()
        yield one | {
            "State": "expired" if ended else one["State"],
            "AvailableInstanceCount": one["TotalInstanceCount"] - running.count(name),
            "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in ec2.describe_tags({"resource-id": [name]})],
        }


def _matches(reservation: Shape, filter_: Shape) -> bool:
    name: str = filter_["Name"]
    tags = {tag["Key"]: tag["Value"] for tag in reservation["Tags"]}
    if name == "tag-key":
        values = list(tags)
    elif name.startswith("tag:"):
        values = [tags[key] for key in (name.removeprefix("tag:"),) if key in tags]
    elif name in FILTERS:
        values = [str(reservation[FILTERS[name]])]
    else:
        raise AwsError("InvalidParameterValue", f"The filter '{name}' is invalid")
    return any(fnmatchcase(value, pattern) for value in values for pattern in filter_["Values"])


OPERATIONS = {
    "CreateCapacityReservation": create_capacity_reservation,
    "DescribeCapacityReservations": describe_capacity_reservations,
    "ModifyCapacityReservation": modify_capacity_reservation,
    "CancelCapacityReservation": cancel_capacity_reservation,
}
