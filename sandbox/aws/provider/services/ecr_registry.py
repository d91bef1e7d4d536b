"""What holds for an account's whole ECR registry: scanning, replication, its policy, templates of repositories."""

from typing import Any

from sandbox.aws.provider.api import camel, chosen, part, parts
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType, only
from sandbox.provider.values import Properties

_TEMPLATE = (
    "customRoleArn", "description", "imageTagMutability", "imageTagMutabilityExclusionFilters",
    "lifecyclePolicy", "prefix", "repositoryPolicy",
)  # fmt: skip


def _put_scanning(call: Call) -> str:
    rules = parts(call.inputs, "rules")
    call.client.put_registry_scanning_configuration(scanType=call["scanType"], rules=rules)
    return call.aws.account


def _read_scanning(call: Call) -> Properties:
    found = call.client.get_registry_scanning_configuration()
    return {
        "registryId": found["registryId"],
        "scanType": found["scanningConfiguration"]["scanType"],
        "rules": found["scanningConfiguration"].get("rules") or None,
    }


def _put_replication(call: Call) -> str:
    rules = parts(part(call.inputs, "replicationConfiguration"), "rules")
    call.client.put_replication_configuration(replicationConfiguration={"rules": rules})
    return call.aws.account


def _read_replication(call: Call) -> Properties:
    found = call.client.describe_registry()
    if not found["replicationConfiguration"].get("rules"):
        raise GoneError
    return camel(found, registryId="registryId", replicationConfiguration="replicationConfiguration")


def _put_policy(call: Call) -> str:
    call.client.put_registry_policy(policyText=call["policy"])
    return call.aws.account


def _template(call: Call) -> dict[str, Any]:
    parameters = chosen(call.inputs, *_TEMPLATE, appliedFors="appliedFor")
    for encryption in parts(call.inputs, "encryptionConfigurations"):
        parameters["encryptionConfiguration"] = chosen(encryption, "encryptionType", "kmsKey")
    if call["resourceTags"]:
        parameters["resourceTags"] = [{"Key": key, "Value": value} for key, value in call["resourceTags"].items()]
    return parameters


def _create_template(call: Call) -> str:
    return call.client.create_repository_creation_template(**_template(call))["repositoryCreationTemplate"]["prefix"]


def _read_template(call: Call) -> Properties:
    answer = call.client.describe_repository_creation_templates(prefixes=[call.id])
    found = only(answer["repositoryCreationTemplates"])
    return {
        **camel(found, appliedFors="appliedFor", **{name: name for name in _TEMPLATE}),
        "registryId": answer["registryId"],
        "encryptionConfigurations": [found["encryptionConfiguration"]] if "encryptionConfiguration" in found else None,
        "resourceTags": {tag["Key"]: tag["Value"] for tag in found.get("resourceTags", [])} or None,
    }


TYPES = (
    ResourceType(
        sdk_type="aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        service="ecr",
        create=_put_scanning,
        read=_read_scanning,
        update=_put_scanning,
        # A registry always has one; this is what a new registry has.
        delete=lambda call: call.client.put_registry_scanning_configuration(scanType="BASIC", rules=[]),
    ),
    ResourceType(
        sdk_type="aws:ecr/replicationConfiguration:ReplicationConfiguration",
        service="ecr",
        create=_put_replication,
        read=_read_replication,
        update=_put_replication,
        delete=lambda call: call.client.put_replication_configuration(replicationConfiguration={"rules": []}),
    ),
    ResourceType(
        sdk_type="aws:ecr/registryPolicy:RegistryPolicy",
        service="ecr",
        create=_put_policy,
        read=lambda call: camel(call.client.get_registry_policy(), registryId="registryId", policy="policyText"),
        update=_put_policy,
        delete=lambda call: call.client.delete_registry_policy(),
        documents=frozenset({"policy"}),
    ),
    ResourceType(
        sdk_type="aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        service="ecr",
        create=_create_template,
        read=_read_template,
        update=lambda call: call.client.update_repository_creation_template(**_template(call)),
        delete=lambda call: call.client.delete_repository_creation_template(prefix=call.id),
        documents=frozenset({"lifecyclePolicy", "repositoryPolicy"}),
    ),
)
