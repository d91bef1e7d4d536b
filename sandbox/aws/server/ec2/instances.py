"""Instances: one start for one token, a network interface that ends with its instance, and room in reservations."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

from sandbox.aws.server.calls import Call, succeeded
from sandbox.aws.server.ec2 import capacity_reservations, placement_groups
from sandbox.aws.server.shapes import Shape, part

Instance = Any  # moto's own class


def run_instances(call: Call, taken: Iterable[str]) -> tuple[Any, list[Instance]]:
    """Start what a request asks for, past taken addresses; a token seen before names what it started then."""
    ec2, params = call.backend("ec2"), call.params
    token = params.get("ClientToken")
    for earlier in ec2.reservations.values():
        if token and earlier.instances[0].client_token == token:
            return call.answer_with(earlier), earlier.instances
    subnet = ec2.get_subnet(params["SubnetId"]) if params.get("SubnetId") else None
    reserved = capacity_reservations.place(call, params, subnet.availability_zone if subnet else None)
    group = placement_groups.place(call, params)
    known = set(ec2.reservations)
    with _held(ec2, subnet, taken):
        response = call.forward()
    if not succeeded(response):
        return response, []
    (new,) = (reservation for name, reservation in ec2.reservations.items() if name not in known)
    for instance in new.instances:
        complete(instance, reserved, part(params, "InstanceMarketOptions").get("MarketType"), group)
    return call.answer_with(new), new.instances


@contextmanager
def _held(ec2: Any, subnet: Any, addresses: Iterable[str]) -> Generator[None]:  # noqa: ANN401 moto's own classes
    """Keep addresses of a subnet from being given away."""
    used = {interface.private_ip_address for interface in ec2.enis.values()}
    free = [one for one in addresses if subnet and one not in used and ip_address(one) in subnet.cidr]
    for address in free:
        subnet.request_ip(address, None)
    yield
    for address in free:
        subnet.del_subnet_ip(address)


def complete(
    instance: Instance, reserved: str | None = None, market: str | None = None, group: str | None = None
) -> None:
    """Give an instance what moto leaves out."""
    instance.placement_group = group
    instance.capacity_reservation_id = reserved
    instance.lifecycle = market
    instance.nics[0].delete_on_termination = True


def terminate(call: Call, instances: Iterable[Instance]) -> None:
    """End instances."""
    call.backend("ec2").terminate_instances([instance.id for instance in instances])


def tags_of(instance: Instance) -> Shape:
    """Return an instance's tags."""
    return {tag["key"]: tag["value"] for tag in instance.get_tags()}
