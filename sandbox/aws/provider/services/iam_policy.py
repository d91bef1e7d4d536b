"""Customer-managed IAM policies; an update is a new default version."""

from sandbox.aws.provider.api import camel, pascal, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging
from sandbox.aws.provider.services.iam_role import as_text
from sandbox.provider.values import Properties

_MOST_VERSIONS = 5


def _create(call: Call) -> str:
    parameters = pascal(call.inputs, "path", "description", name="PolicyName", policy="PolicyDocument")
    tags = {"Tags": tag_list(call.tags)} if call.tags else {}
    return call.client.create_policy(**parameters, **tags)["Policy"]["Arn"]


def _read(call: Call) -> Properties:
    policy = call.client.get_policy(PolicyArn=call.id)["Policy"]
    version = call.client.get_policy_version(PolicyArn=call.id, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    return {
        **camel(policy, "path", "arn", "policyId", "attachmentCount", name="PolicyName"),
        "description": policy.get("Description") or None,
        "policy": as_text(version["Document"]),
        **tag_map(policy.get("Tags")),
    }


def _versions(call: Call) -> list[Properties]:
    versions: list[Properties] = call.client.list_policy_versions(PolicyArn=call.id)["Versions"]
    return sorted((v for v in versions if not v["IsDefaultVersion"]), key=lambda v: v["CreateDate"])


def _update(call: Call) -> None:
    if not call.changed("policy"):
        return
    old = _versions(call)
    if len(old) + 1 >= _MOST_VERSIONS:
        call.client.delete_policy_version(PolicyArn=call.id, VersionId=old[0]["VersionId"])
    call.client.create_policy_version(PolicyArn=call.id, PolicyDocument=call["policy"], SetAsDefault=True)


def _delete(call: Call) -> None:
    for version in _versions(call):
        call.client.delete_policy_version(PolicyArn=call.id, VersionId=version["VersionId"])
    call.client.delete_policy(PolicyArn=call.id)


TYPES = (
    ResourceType(
        sdk_type="aws:iam/policy:Policy",
        service="iam",
        create=_create,
        read=_read,
        update=_update,
        delete=_delete,
        name=Name(max_length=128, prefix_property="namePrefix"),
        settings=frozenset({"delayAfterPolicyCreationInMs"}),
        documents=frozenset({"policy"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_policy(PolicyArn=call.id, Tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_policy(PolicyArn=call.id, TagKeys=keys),
        ),
        retry_delete=frozenset({"DeleteConflict"}),
    ),
)
