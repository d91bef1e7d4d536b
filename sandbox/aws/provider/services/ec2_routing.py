"""Route tables, routes and their associations."""

import zlib

from sandbox.aws.provider.api import camel, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_TARGETS = (
    "carrierGatewayId", "coreNetworkArn", "gatewayId", "localGatewayId", "natGatewayId", "networkInterfaceId",
    "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
)  # fmt: skip
_RENAMED = {"egressOnlyGatewayId": "EgressOnlyInternetGatewayId"}
_DESTINATIONS = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "destinationIpv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
# A route in the `routes` of a table names its destination without "destination".
_INLINE = {"cidrBlock": "DestinationCidrBlock", "ipv6CidrBlock": "DestinationIpv6CidrBlock"} | {
    "destinationPrefixListId": "DestinationPrefixListId"
}


def _create_table(call: Call) -> str:
    answer = call.client.create_route_table(**pascal(call.inputs, "vpcId"), **tagged(call, "route-table"))
    return answer["RouteTable"]["RouteTableId"]


def _update_table(call: Call) -> None:
    if not call.changed("routes"):
        return
    old: list[Properties] = call.old.get("routes") or []
    new: list[Properties] = call["routes"] or []
    for route in old:
        if route not in new:
            call.client.delete_route(RouteTableId=call.id, **pascal(route, **_INLINE))
    for route in new:
        if route not in old:
            parameters = pascal(route, *_TARGETS, **_RENAMED, **_INLINE)
            call.client.create_route(RouteTableId=call.id, **parameters)


def _read_table(call: Call) -> Properties:
    table = only(call.client.describe_route_tables(RouteTableIds=[call.id])["RouteTables"])
    routes = [_route(route) for route in table["Routes"] if route.get("GatewayId") != "local"]
    return {
        **camel(table, "vpcId", "ownerId"),
        "arn": call.arn(f"route-table/{call.id}"),
        # Without inline routes in the program, the table's routes belong to Route resources.
        **({"routes": routes} if call["routes"] else {}),
        **tag_map(table.get("Tags")),
    }


def _route(route: Properties) -> Properties:
    values = camel(route, *_TARGETS, **_RENAMED, **_INLINE)
    return {name: value for name, value in values.items() if value}


def _create_route(call: Call) -> str:
    parameters = pascal(call.inputs, "routeTableId", *_TARGETS, **_RENAMED, **_DESTINATIONS)
    call.client.create_route(**parameters)
    return _route_id(call)


def _route_id(call: Call) -> str:
    destination = next(call[name] for name in _DESTINATIONS if call[name])
    return f"r-{call['routeTableId']}{zlib.crc32(destination.encode())}"


def _read_route(call: Call) -> Properties:
    table = only(call.client.describe_route_tables(RouteTableIds=[call["routeTableId"]])["RouteTables"])
    wanted = pascal(call.inputs, **_DESTINATIONS)
    route = only([route for route in table["Routes"] if wanted.items() <= route.items()])
    values = camel(route, "origin", "state", "instanceId", "instanceOwnerId", *_TARGETS, **_RENAMED, **_DESTINATIONS)
    # EC2 calls the endpoint of a firewall a gateway.
    if str(values["gatewayId"]).startswith("vpce-"):
        values |= {"gatewayId": None, "vpcEndpointId": values["gatewayId"]}
    return {"id": _route_id(call), **values, "routeTableId": call["routeTableId"]}


def _identify_route(id: str) -> Properties:  # noqa: A002
    table, _, destination = id.partition("_")
    if destination.startswith("pl-"):
        return {"routeTableId": table, "destinationPrefixListId": destination}
    kind = "destinationIpv6CidrBlock" if ":" in destination else "destinationCidrBlock"
    return {"routeTableId": table, kind: destination}


def _update_route(call: Call) -> None:
    call.client.replace_route(**pascal(call.inputs, "routeTableId", *_TARGETS, **_RENAMED, **_DESTINATIONS))


def _delete_route(call: Call) -> None:
    call.client.delete_route(**pascal(call.inputs, "routeTableId", **_DESTINATIONS))


def _create_association(call: Call) -> str:
    return call.client.associate_route_table(**pascal(call.inputs, "routeTableId", "subnetId"))["AssociationId"]


def _association(call: Call) -> Properties:
    # An update gives the association another id in AWS, and an import names it by its subnet.
    subnet = call["subnetId"] or call.id.partition("/")[0]
    filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
    table = only(call.client.describe_route_tables(Filters=filters)["RouteTables"])
    return only([one for one in table["Associations"] if one.get("SubnetId") == subnet])


def _read_association(call: Call) -> Properties:
    found = _association(call)
    return {"id": found["RouteTableAssociationId"], **camel(found, "routeTableId", "subnetId")}


def _update_association(call: Call) -> None:
    association = _association(call)["RouteTableAssociationId"]
    call.client.replace_route_table_association(AssociationId=association, RouteTableId=call["routeTableId"])


def _delete_association(call: Call) -> None:
    call.client.disassociate_route_table(AssociationId=_association(call)["RouteTableAssociationId"])


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/routeTable:RouteTable",
        service="ec2",
        create=_create_table,
        read=_read_table,
        update=_update_table,
        configure=True,
        delete=lambda call: call.client.delete_route_table(RouteTableId=call.id),
        not_emulated=frozenset({"propagatingVgws"}),
        tagging=EC2_TAGGING,
        retry_delete=frozenset({"DependencyViolation"}),
    ),
    ResourceType(
        sdk_type="aws:ec2/route:Route",
        service="ec2",
        create=_create_route,
        read=_read_route,
        update=_update_route,
        delete=_delete_route,
        identify=_identify_route,
        not_emulated=frozenset(
            {
                "carrierGatewayId",
                "coreNetworkArn",
                "destinationIpv6CidrBlock",
                "destinationPrefixListId",
                "egressOnlyGatewayId",
                "localGatewayId",
                "networkInterfaceId",
                "odbNetworkArn",
                "transitGatewayId",
                "vpcPeeringConnectionId",
            }
        ),
    ),
    ResourceType(
        sdk_type="aws:ec2/routeTableAssociation:RouteTableAssociation",
        service="ec2",
        create=_create_association,
        read=_read_association,
        update=_update_association,
        delete=_delete_association,
        not_emulated=frozenset({"gatewayId"}),
    ),
)
