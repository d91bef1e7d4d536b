"""Firewalls: their subnets with an endpoint in each, their protections, and where they log to."""

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.network_firewall.errors import check_token, found, invalid, refused
from sandbox.aws.server.network_firewall.state import Item, arn, common, new_id
from sandbox.aws.server.shapes import Shape, items

PROTECTIONS = ("DeleteProtection", "SubnetChangeProtection", "FirewallPolicyChangeProtection")


def create_firewall(call: Call) -> Shape:
    """Make it, with an endpoint in each of its subnets."""
    params, state = call.params, call.emulation.network_firewall
    name, key = params["FirewallName"], arn(call, "firewall", params["FirewallName"])
    if key in state.firewalls:
        raise invalid(f"A resource with the specified name already exists, parameter: [{name}]")
    _check_policy(call)
    about: Shape = {
        "FirewallArn": key,
        "FirewallName": name,
        "FirewallId": new_id(),
        "FirewallPolicyArn": params["FirewallPolicyArn"],
        "VpcId": params["VpcId"],
        "SubnetMappings": [],
        "EnabledAnalysisTypes": params.get("EnabledAnalysisTypes") or [],
        **{protection: params.get(protection, False) for protection in PROTECTIONS},
        **common(call),
    }
    item = Item({"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": {}}, about)
    _attach(call, item, items(params, "SubnetMappings"))
    state.firewalls[key] = item
    return {"Firewall": about, "FirewallStatus": item.content}


def describe_firewall(call: Call) -> Shape:
    """Tell the firewall and its endpoints."""
    item = _found(call)
    return {"UpdateToken": item.token, "Firewall": item.about, "FirewallStatus": item.content}


def list_firewalls(call: Call) -> Shape:
    """Name the firewalls, of some VPCs if these are named."""
    wanted = items(call.params, "VpcIds")
    known = call.emulation.network_firewall.firewalls.values()
    return {
        "Firewalls": [
            {key: item.about[key] for key in ("FirewallName", "FirewallArn")}
            for item in known
            if not wanted or item.about["VpcId"] in wanted
        ]
    }


def delete_firewall(call: Call) -> Shape:
    """Delete it with its endpoints, unless it is protected."""
    item = _found(call)
    if item.about["DeleteProtection"]:
        raise refused(f"Unable to delete the firewall {item.about['FirewallName']}: it has delete protection")
    _detach(call, item, [one["SubnetId"] for one in item.about["SubnetMappings"]])
    del call.emulation.network_firewall.firewalls[item.about["FirewallArn"]]
    return {"Firewall": item.about, "FirewallStatus": item.content | {"Status": "DELETING"}}


def update(call: Call) -> Shape:
    """Change a protection, the description or the key: the operation says which."""
    item = _found(call)
    check_token(call, item)
    named = {"FirewallArn", "FirewallName", "UpdateToken"}
    change = {key: value for key, value in call.params.items() if key not in named}
    item.about |= change
    return _told(item) | change


def associate_firewall_policy(call: Call) -> Shape:
    """Put another policy in force."""
    item = _found(call)
    check_token(call, item)
    if item.about["FirewallPolicyChangeProtection"]:
        raise refused("Unable to change the policy: the firewall has policy change protection")
    _check_policy(call)
    item.about["FirewallPolicyArn"] = call.params["FirewallPolicyArn"]
    return _told(item) | {"FirewallPolicyArn": item.about["FirewallPolicyArn"]}


def associate_subnets(call: Call) -> Shape:
    """Add endpoints."""
    item = _changeable(call)
    _attach(call, item, items(call.params, "SubnetMappings"))
    return _told(item) | {"SubnetMappings": item.about["SubnetMappings"]}


def disassociate_subnets(call: Call) -> Shape:
    """Take endpoints away."""
    item, going = _changeable(call), items(call.params, "SubnetIds")
    if {one["SubnetId"] for one in item.about["SubnetMappings"]} <= {*going}:
        raise invalid("The last subnet of a firewall cannot be removed; delete the firewall")
    _detach(call, item, going)
    return _told(item) | {"SubnetMappings": item.about["SubnetMappings"]}


def describe_logging_configuration(call: Call) -> Shape:
    """Tell where the firewall logs to; nothing for one that does not."""
    item = _found(call)
    logs = {"LoggingConfiguration": {"LogDestinationConfigs": item.logs}} if item.logs else {}
    return {"FirewallArn": item.about["FirewallArn"], **logs}


def update_logging_configuration(call: Call) -> Shape:
    """Add, change or remove one destination; AWS takes no more at a time."""
    item = _found(call)
    wanted = items(call.params.get("LoggingConfiguration") or {}, "LogDestinationConfigs")
    added, removed = [one for one in wanted if one not in item.logs], [one for one in item.logs if one not in wanted]
    changed = {one["LogType"] for one in (*added, *removed)}
    if len(changed) > 1 or len({one["LogType"] for one in wanted}) < len(wanted):
        raise invalid("Only one log destination may be added, changed or removed in one request")
    for one in added:
        group = one["LogDestination"].get("logGroup")
        if one["LogDestinationType"] != "CloudWatchLogs" or group not in call.backend("logs").groups:
            message = f"Unable to deliver to {one['LogDestination']}: there is no such log group."
            raise AwsError("LogDestinationPermissionException", message)
    item.logs = wanted
    return {
        "FirewallArn": item.about["FirewallArn"],
        "FirewallName": item.about["FirewallName"],
        "LoggingConfiguration": {"LogDestinationConfigs": wanted},
    }


def _found(call: Call) -> Item:
    return found(call.emulation.network_firewall.firewalls, call, "Firewall")


def _told(item: Item) -> Shape:
    return {
        "FirewallArn": item.about["FirewallArn"],
        "FirewallName": item.about["FirewallName"],
        "UpdateToken": item.changed(),
    }


def _changeable(call: Call) -> Item:
    item = _found(call)
    check_token(call, item)
    if item.about["SubnetChangeProtection"]:
        raise refused("Unable to change the subnets: the firewall has subnet change protection")
    return item


def _check_policy(call: Call) -> None:
    wanted = call.params["FirewallPolicyArn"]
    if wanted not in call.emulation.network_firewall.policies:
        raise invalid(f"Unable to find the firewall policy, parameter: [{wanted}]")


def _attach(call: Call, item: Item, mappings: list[Shape]) -> None:
    ec2 = call.backend("ec2")
    subnets = [ec2.get_subnet(one["SubnetId"]) for one in mappings]
    zones = [*item.content["SyncStates"], *(subnet.availability_zone for subnet in subnets)]
    if any(subnet.vpc_id != item.about["VpcId"] for subnet in subnets):
        raise invalid("Subnets of a firewall must be in its VPC")
    if len({*zones}) < len(zones):
        raise invalid("A firewall has one subnet in each Availability Zone")
    for mapping, subnet in zip(mappings, subnets, strict=True):
        endpoint = ec2.create_vpc_endpoint(
            item.about["VpcId"],
            f"com.amazonaws.vpce.{call.region}.{item.about['FirewallId']}",
            "GatewayLoadBalancer",
            None,
            [],
            subnet_ids=[subnet.id],
            tags={"AWSNetworkFirewallManaged": "true", "Firewall": item.about["FirewallArn"]},
        )
        item.about["SubnetMappings"].append(
            {"SubnetId": subnet.id, "IPAddressType": mapping.get("IPAddressType", "IPV4")}
        )
        item.content["SyncStates"][subnet.availability_zone] = {
            "Attachment": {"SubnetId": subnet.id, "EndpointId": endpoint.id, "Status": "READY"},
            "Config": {item.about["FirewallPolicyArn"]: {"SyncStatus": "IN_SYNC"}},
        }


def _detach(call: Call, item: Item, subnet_ids: list[str]) -> None:
    for zone, state in [*item.content["SyncStates"].items()]:
        if state["Attachment"]["SubnetId"] in subnet_ids:
            call.backend("ec2").delete_vpc_endpoints([state["Attachment"]["EndpointId"]])
            del item.content["SyncStates"][zone]
    item.about["SubnetMappings"] = [one for one in item.about["SubnetMappings"] if one["SubnetId"] not in subnet_ids]


OPERATIONS = {
    "AssociateFirewallPolicy": associate_firewall_policy,
    "AssociateSubnets": associate_subnets,
    "CreateFirewall": create_firewall,
    "DeleteFirewall": delete_firewall,
    "DescribeFirewall": describe_firewall,
    "DescribeLoggingConfiguration": describe_logging_configuration,
    "DisassociateSubnets": disassociate_subnets,
    "ListFirewalls": list_firewalls,
    "UpdateFirewallDeleteProtection": update,
    "UpdateFirewallDescription": update,
    "UpdateFirewallEncryptionConfiguration": update,
    "UpdateFirewallPolicyChangeProtection": update,
    "UpdateLoggingConfiguration": update_logging_configuration,
    "UpdateSubnetChangeProtection": update,
}
