"""VPC endpoints."""

from collections.abc import Collection
from typing import Any

from sandbox.aws.provider.api import camel, deep_camel, deep_pascal, part, parts, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_MEMBERS = {"routeTableIds": "RouteTableIds", "subnetIds": "SubnetIds", "securityGroupIds": "SecurityGroupIds"}


def _dns_options(call: Call) -> dict[str, Any]:
    options = deep_pascal(part(call.inputs, "dnsOptions"))
    if not (call["vpcEndpointType"] == "Interface" and str(call["serviceName"]).endswith(".s3")):
        # Only services with both kinds of endpoints know it; the real provider does not send it to others.
        options.pop("PrivateDnsOnlyForInboundResolverEndpoint", None)
    return {"DnsOptions": options} if options else {}


def _create(call: Call) -> str:
    parameters = _dns_options(call) | pascal(
        call.inputs, "vpcId", "serviceName", "vpcEndpointType", "privateDnsEnabled", "ipAddressType", *_MEMBERS,
        policy="PolicyDocument",
    )  # fmt: skip
    return call.client.create_vpc_endpoint(**parameters, **tagged(call, "vpc-endpoint"))["VpcEndpoint"]["VpcEndpointId"]


def _read(call: Call) -> Properties:
    endpoint = only(call.client.describe_vpc_endpoints(VpcEndpointIds=[call.id])["VpcEndpoints"])
    if endpoint["State"] in {"deleted", "deleting"}:
        raise GoneError
    groups = [group["GroupId"] for group in parts(endpoint, "Groups")]
    entries = [camel(entry, "dnsName", "hostedZoneId") for entry in parts(endpoint, "DnsEntries")]
    told = camel(
        endpoint, "vpcId", "serviceName", "vpcEndpointType", "privateDnsEnabled", "ipAddressType", "routeTableIds",
        "subnetIds", "networkInterfaceIds", "ownerId", "requesterManaged", "state", policy="PolicyDocument",
    )  # fmt: skip
    return told | {
        "ownerId": told["ownerId"] or call.aws.account,
        "requesterManaged": bool(told["requesterManaged"]),
        "networkInterfaceIds": told["networkInterfaceIds"] or [],
        "securityGroupIds": groups,
        "dnsEntries": entries,
        "dnsOptions": deep_camel(endpoint.get("DnsOptions")) or None,
        "arn": call.arn(f"vpc-endpoint/{call.id}"),
        **_prefix_list(call, endpoint),
        **tag_map(endpoint.get("Tags")),
    }


def _prefix_list(call: Call, endpoint: Properties) -> Properties:
    if endpoint.get("VpcEndpointType") != "Gateway":
        return {"cidrBlocks": []}
    named = [{"Name": "prefix-list-name", "Values": [endpoint["ServiceName"]]}]
    found = call.client.describe_prefix_lists(Filters=named)["PrefixLists"]
    # The emulated EC2 ignores the filter.
    lists = [item for item in found if item["PrefixListName"] == endpoint["ServiceName"]]
    return (
        {"prefixListId": lists[0]["PrefixListId"], "cidrBlocks": lists[0].get("Cidrs", [])}
        if lists
        else {"cidrBlocks": []}
    )


def _update(call: Call) -> None:
    parameters = pascal(
        {name: call[name] for name in ("policy", "privateDnsEnabled", "ipAddressType") if call.changed(name)},
        "privateDnsEnabled", "ipAddressType", policy="PolicyDocument",
    )  # fmt: skip
    if call.changed("dnsOptions"):
        parameters |= _dns_options(call)
    if call.changed("policy") and not call["policy"]:
        parameters["ResetPolicy"] = True
    for name, api in _MEMBERS.items():
        old, new = set[str](call.old.get(name) or ()), set[str](call[name] or ())
        parameters |= {f"Add{api}": sorted(new - old)} if new - old else {}
        parameters |= {f"Remove{api}": sorted(old - new)} if old - new else {}
    if parameters:
        call.client.modify_vpc_endpoint(VpcEndpointId=call.id, **parameters)


def _private_dns_replaces(_old: Properties, new: Properties) -> Collection[str]:
    return () if new.get("vpcEndpointType") == "Interface" else ("privateDnsEnabled",)


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/vpcEndpoint:VpcEndpoint",
        service="ec2",
        create=_create,
        read=_read,
        update=_update,
        replaces_when=_private_dns_replaces,
        delete=lambda call: call.client.delete_vpc_endpoints(VpcEndpointIds=[call.id]),
        documents=frozenset({"policy"}),
        tagging=EC2_TAGGING,
        not_emulated=frozenset(
            {"autoAccept", "resourceConfigurationArn", "serviceNetworkArn", "serviceRegion", "subnetConfigurations"}
        ),
    ),
)
