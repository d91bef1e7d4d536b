"""ECR: templates of the repositories that ECR makes by itself, which moto lacks."""

from typing import cast

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape, items

_GIVEN = (
    "description", "encryptionConfiguration", "resourceTags", "imageTagMutability",
    "imageTagMutabilityExclusionFilters", "repositoryPolicy", "lifecyclePolicy", "appliedFor", "customRoleArn",
)  # fmt: skip


def _templates(call: Call) -> dict[str, Shape]:
    backend = call.backend("ecr")
    if not hasattr(backend, "repository_creation_templates"):
        backend.repository_creation_templates = {}
    return cast("dict[str, Shape]", backend.repository_creation_templates)


def _template(call: Call, prefix: str) -> Shape:
    if prefix not in _templates(call):
        message = f"The Repository Creation Template with prefix '{prefix}' does not exist in registry '{call.account}'"
        raise AwsError("TemplateNotFoundException", message)
    return _templates(call)[prefix]


def _complete(template: Shape) -> Shape:
    encryption = template.get("encryptionConfiguration", {}).get("encryptionType", "AES256")
    if (encryption != "AES256" or template.get("resourceTags")) and not template.get("customRoleArn"):
        raise AwsError("InvalidParameterException", "A custom role is required for KMS keys and resource tags")
    return {"imageTagMutability": "MUTABLE", "encryptionConfiguration": {"encryptionType": "AES256"}} | template


def create_template(call: Call) -> Shape:
    """Make a template; each prefix once."""
    prefix = call.params["prefix"]
    if prefix in _templates(call):
        message = f"The Repository Creation Template with prefix '{prefix}' already exists in registry '{call.account}'"
        raise AwsError("TemplateAlreadyExistsException", message)
    given = {name: call.params[name] for name in ("prefix", *_GIVEN) if call.params.get(name)}
    _templates(call)[prefix] = _complete(given)
    return {"registryId": call.account, "repositoryCreationTemplate": _templates(call)[prefix]}


def describe_templates(call: Call) -> Shape:
    """List the templates, or those of some prefixes."""
    wanted = items(call.params, "prefixes") or list(_templates(call))
    found = [_templates(call)[prefix] for prefix in wanted if prefix in _templates(call)]
    return {"registryId": call.account, "repositoryCreationTemplates": found}


def update_template(call: Call) -> Shape:
    """Change what is named; the rest stays."""
    prefix = call.params["prefix"]
    changed = {name: call.params[name] for name in _GIVEN if name in call.params}
    _templates(call)[prefix] = _complete(_template(call, prefix) | changed)
    return {"registryId": call.account, "repositoryCreationTemplate": _templates(call)[prefix]}


def delete_template(call: Call) -> Shape:
    """Forget a template; repositories stay."""
    template = _template(call, call.params["prefix"])
    del _templates(call)[call.params["prefix"]]
    return {"registryId": call.account, "repositoryCreationTemplate": template}


OPERATIONS = {
    "CreateRepositoryCreationTemplate": create_template,
    "DescribeRepositoryCreationTemplates": describe_templates,
    "UpdateRepositoryCreationTemplate": update_template,
    "DeleteRepositoryCreationTemplate": delete_template,
}
