"""IAM instance profiles."""

from sandbox.aws.provider.api import camel, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.provider.values import Properties


def _create_profile(call: Call) -> str:
    parameters = pascal(call.inputs, "path", name="InstanceProfileName")
    call.client.create_instance_profile(**parameters, **({"Tags": tag_list(call.tags)} if call.tags else {}))
    return call["name"]


def _update_profile(call: Call) -> None:
    if call.changed("role"):
        if call.old.get("role"):
            call.client.remove_role_from_instance_profile(InstanceProfileName=call.id, RoleName=call.old["role"])
        if call["role"]:
            call.client.add_role_to_instance_profile(InstanceProfileName=call.id, RoleName=call["role"])


def _read_profile(call: Call) -> Properties:
    profile = call.client.get_instance_profile(InstanceProfileName=call.id)["InstanceProfile"]
    roles = [role["RoleName"] for role in profile["Roles"]]
    return {
        **camel(profile, "path", "arn", name="InstanceProfileName", uniqueId="InstanceProfileId"),
        "createDate": profile["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "role": roles[0] if roles else None,
        **tag_map(profile.get("Tags")),
    }


def _delete_profile(call: Call) -> None:
    if call["role"]:
        call.client.remove_role_from_instance_profile(InstanceProfileName=call.id, RoleName=call["role"])
    call.client.delete_instance_profile(InstanceProfileName=call.id)


TYPES = (
    ResourceType(
        sdk_type="aws:iam/instanceProfile:InstanceProfile",
        service="iam",
        create=_create_profile,
        read=_read_profile,
        update=_update_profile,
        configure=True,
        delete=_delete_profile,
        name=Name(max_length=128, prefix_property="namePrefix"),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_instance_profile(InstanceProfileName=call.id, Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_instance_profile(InstanceProfileName=call.id, TagKeys=keys),
        ),
    ),
)
