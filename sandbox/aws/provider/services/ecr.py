"""ECR repositories and their policies."""

from sandbox.aws.provider.api import camel, chosen, parts, tag_list, tag_map
from sandbox.aws.provider.resource_type import Call, Name, ResourceType, Tagging, only
from sandbox.provider.values import Properties

_NATIVE = {
    "registryId": "registryId",
    "arn": "repositoryArn",
    "name": "repositoryName",
    "repositoryUrl": "repositoryUri",
    "imageTagMutability": "imageTagMutability",
}


def _create(call: Call) -> str:
    parameters = chosen(call.inputs, "imageTagMutability", name="repositoryName")
    if call["imageScanningConfiguration"]:
        parameters["imageScanningConfiguration"] = call["imageScanningConfiguration"]
    for encryption in parts(call.inputs, "encryptionConfigurations"):
        parameters["encryptionConfiguration"] = chosen(encryption, "encryptionType", "kmsKey")
    if call["imageTagMutabilityExclusionFilters"]:
        parameters["imageTagMutabilityExclusionFilters"] = call["imageTagMutabilityExclusionFilters"]
    tags = {"tags": tag_list(call.tags)} if call.tags else {}
    return call.client.create_repository(**parameters, **tags)["repository"]["repositoryName"]


def _read(call: Call) -> Properties:
    found = only(call.client.describe_repositories(repositoryNames=[call.id])["repositories"])
    return {
        **camel(found, **_NATIVE),
        "imageTagMutabilityExclusionFilters": found.get("imageTagMutabilityExclusionFilters") or None,
        "imageScanningConfiguration": found.get("imageScanningConfiguration"),
        "encryptionConfigurations": [found["encryptionConfiguration"]] if "encryptionConfiguration" in found else None,
        **tag_map(call.client.list_tags_for_resource(resourceArn=found["repositoryArn"])["tags"]),
    }


def _update(call: Call) -> None:
    repository = {"repositoryName": call.id}
    if call.changed("imageTagMutability", "imageTagMutabilityExclusionFilters"):
        parameters = chosen(call.inputs, "imageTagMutability", "imageTagMutabilityExclusionFilters")
        call.client.put_image_tag_mutability(**repository, **parameters)
    if call.changed("imageScanningConfiguration"):
        scanning = call["imageScanningConfiguration"] or {"scanOnPush": False}
        call.client.put_image_scanning_configuration(**repository, imageScanningConfiguration=scanning)


def _arn(call: Call) -> str:
    return call.arn(f"repository/{call.id}")


def _put_lifecycle(call: Call) -> str:
    call.client.put_lifecycle_policy(repositoryName=call["repository"], lifecyclePolicyText=call["policy"])
    return call["repository"]


def _read_lifecycle(call: Call) -> Properties:
    found = call.client.get_lifecycle_policy(repositoryName=call.id)
    return camel(found, repository="repositoryName", registryId="registryId", policy="lifecyclePolicyText")


def _put_policy(call: Call) -> str:
    call.client.set_repository_policy(repositoryName=call["repository"], policyText=call["policy"])
    return call["repository"]


def _read_policy(call: Call) -> Properties:
    found = call.client.get_repository_policy(repositoryName=call.id)
    return camel(found, repository="repositoryName", registryId="registryId", policy="policyText")


def _create_rule(call: Call) -> str:
    names = ("ecrRepositoryPrefix", "upstreamRegistryUrl", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix")
    return call.client.create_pull_through_cache_rule(**chosen(call.inputs, *names))["ecrRepositoryPrefix"]


def _read_rule(call: Call) -> Properties:
    answer = call.client.describe_pull_through_cache_rules(ecrRepositoryPrefixes=[call.id])
    found = only(answer["pullThroughCacheRules"])
    names = ("ecrRepositoryPrefix", "upstreamRegistryUrl", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix")
    return camel(found, registryId="registryId", **{name: name for name in names})


def _update_rule(call: Call) -> None:
    parameters = chosen(call.inputs, "credentialArn", "customRoleArn")
    call.client.update_pull_through_cache_rule(ecrRepositoryPrefix=call.id, **parameters)


TYPES = (
    ResourceType(
        sdk_type="aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        service="ecr",
        create=_create_rule,
        read=_read_rule,
        update=_update_rule,
        delete=lambda call: call.client.delete_pull_through_cache_rule(ecrRepositoryPrefix=call.id),
    ),
    ResourceType(
        sdk_type="aws:ecr/repository:Repository",
        service="ecr",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda call: call.client.delete_repository(repositoryName=call.id, force=bool(call["forceDelete"])),
        name=Name(lower=True),
        settings=frozenset({"forceDelete"}),
        tagging=Tagging(
            add=lambda call, tags: call.client.tag_resource(resourceArn=_arn(call), tags=tag_list(tags)),
            remove=lambda call, keys: call.client.untag_resource(resourceArn=_arn(call), tagKeys=keys),
        ),
    ),
    ResourceType(
        sdk_type="aws:ecr/lifecyclePolicy:LifecyclePolicy",
        service="ecr",
        create=_put_lifecycle,
        read=_read_lifecycle,
        # A change is a replacement, as in the real provider.
        delete=lambda call: call.client.delete_lifecycle_policy(repositoryName=call.id),
        documents=frozenset({"policy"}),
    ),
    ResourceType(
        sdk_type="aws:ecr/repositoryPolicy:RepositoryPolicy",
        service="ecr",
        create=_put_policy,
        read=_read_policy,
        update=_put_policy,
        delete=lambda call: call.client.delete_repository_policy(repositoryName=call.id),
        documents=frozenset({"policy"}),
    ),
)
