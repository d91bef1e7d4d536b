"""Launch templates; every change of what they launch is a new version."""

from typing import Any, cast

from sandbox.aws.provider.api import deep_camel, deep_pascal, part, parts, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, only
from sandbox.aws.provider.sdk import ListOf, ObjectOf, Scalar, Type
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.values import Properties

_TEMPLATE = frozenset({"name", "namePrefix", "description", "tags", "defaultVersion", "updateDefaultVersion", "region"})
_RENAMED = {
    "vpcSecurityGroupIds": "SecurityGroupIds",
    "securityGroupNames": "SecurityGroups",
    "ramDiskId": "RamDiskId",
}
# Numbers and booleans which this type of the SDK writes as strings.
_AS_BOOLEAN = frozenset({"DeleteOnTermination", "Encrypted", "EbsOptimized", "AssociatePublicIpAddress"})


def _data(call: Call) -> dict[str, Any]:
    given = {name: value for name, value in call.inputs.items() if name not in _TEMPLATE}
    data = {_RENAMED.get(name, name[0].upper() + name[1:]): deep_pascal(value) for name, value in given.items()}
    for specification in parts(data, "TagSpecifications"):
        specification["Tags"] = [{"Key": key, "Value": value} for key, value in given_tags(given, specification)]
    for interface in parts(data, "NetworkInterfaces"):
        if "SecurityGroups" in interface:
            interface["Groups"] = interface.pop("SecurityGroups")
    return {name: _typed(name, value) for name, value in data.items()}


def given_tags(given: Properties, specification: Properties) -> list[tuple[str, str]]:
    """The tags of one kind of resource, with the keys as the program wrote them."""
    kind = specification["ResourceType"]
    blocks = [block for block in parts(given, "tagSpecifications") if block.get("resourceType") == kind]
    return [pair for block in blocks for pair in part(block, "tags").items()]


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _typed(key, item) for key, item in cast("Properties", value).items()}
    if isinstance(value, list):
        return [_typed(name, item) for item in cast("list[Any]", value)]
    return value == "true" if name in _AS_BOOLEAN and isinstance(value, str) else value


def _create(call: Call) -> str:
    note = {"VersionDescription": call["description"]} if call["description"] else {}
    answer = call.client.create_launch_template(
        LaunchTemplateName=call["name"], LaunchTemplateData=_data(call), **note, **tagged(call, "launch-template")
    )
    return answer["LaunchTemplate"]["LaunchTemplateId"]


def _read(call: Call) -> Properties:
    template = only(call.client.describe_launch_templates(LaunchTemplateIds=[call.id])["LaunchTemplates"])
    latest = call.client.describe_launch_template_versions(LaunchTemplateId=call.id, Versions=["$Latest"])
    version = only(latest["LaunchTemplateVersions"])
    data: Properties = version["LaunchTemplateData"]
    names = {name for name in call.inputs if name not in _TEMPLATE} | {deep_name(key) for key in data}
    return {
        "name": template["LaunchTemplateName"],
        "arn": call.arn(f"launch-template/{call.id}"),
        "description": version.get("VersionDescription"),
        "latestVersion": template["LatestVersionNumber"],
        "defaultVersion": template["DefaultVersionNumber"],
        **{name: _told(name, data) for name in names},
        # The emulated EC2 tells the first tags only with the template itself.
        **tag_map(call.client.describe_tags(Filters=[{"Name": "resource-id", "Values": [call.id]}])["Tags"]),
    }


def deep_name(api: str) -> str:
    """The property that a part of the template's data belongs to."""
    back = {value: key for key, value in _RENAMED.items()}
    return back.get(api, api[0].lower() + api[1:])


def _told(name: str, data: Properties) -> Any:  # noqa: ANN401
    value = data.get(_RENAMED.get(name, name[0].upper() + name[1:]))
    if name == "tagSpecifications":
        return [
            {"resourceType": item["ResourceType"], "tags": {tag["Key"]: tag["Value"] for tag in item["Tags"]}}
            for item in parts(data, "TagSpecifications")
        ] or None
    if name == "networkInterfaces":
        value = [
            {"SecurityGroups" if key == "Groups" else key: item for key, item in one.items()} for one in value or ()
        ]
    properties = TYPES[0].schema.inputs
    return _as_declared(deep_camel(value), properties[name].type) if name in properties else None


def _as_declared(told: Any, expected: Type) -> Any:  # noqa: ANN401
    # The SDK writes some booleans and numbers of templates as text.
    if isinstance(told, dict) and isinstance(expected, ObjectOf):
        known = expected.properties
        items = cast("Properties", told).items()
        return {key: _as_declared(value, known[key].type) for key, value in items if key in known}
    if isinstance(told, list) and isinstance(expected, ListOf):
        return [_as_declared(value, expected.item) for value in cast("list[Any]", told)]
    if expected == Scalar("str") and isinstance(told, bool):
        return str(told).lower()
    if expected == Scalar("int") and isinstance(told, str):
        return int(told)
    return cast("object", told)


def _update(call: Call) -> None:
    data = (call.inputs.keys() | call.old.keys()) - _TEMPLATE
    version = ""
    if call.changed("description", *data):
        note = {"VersionDescription": call["description"]} if call["description"] else {}
        answer = call.client.create_launch_template_version(
            LaunchTemplateId=call.id, LaunchTemplateData=_data(call), **note
        )
        version = str(answer["LaunchTemplateVersion"]["VersionNumber"])
    default = version if version and call["updateDefaultVersion"] else str(call["defaultVersion"] or "")
    if default and (version or call.changed("defaultVersion")):
        call.client.modify_launch_template(LaunchTemplateId=call.id, DefaultVersion=default)


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/launchTemplate:LaunchTemplate",
        service="ec2",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda call: call.client.delete_launch_template(LaunchTemplateId=call.id),
        name=Name(max_length=125, prefix_property="namePrefix"),
        volatile=frozenset({"latestVersion", "defaultVersion"}),
        settings=frozenset({"updateDefaultVersion"}),
        tagging=EC2_TAGGING,
        not_emulated=frozenset(
            {
                "cpuOptions",
                "creditSpecification",
                "enclaveOptions",
                "hibernationOptions",
                "instanceRequirements",
                "kernelId",
                "licenseSpecifications",
                "maintenanceOptions",
                "networkPerformanceOptions",
                "privateDnsNameOptions",
                "ramDiskId",
                "secondaryInterfaces",
                "securityGroupNames",
            }
        ),
    ),
)
