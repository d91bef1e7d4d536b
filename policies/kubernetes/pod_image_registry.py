"""Images must come from registries that somebody decided on."""

import re
from typing import cast

import pulumi_policy as pp

from policies.kubernetes.pods import containers, pods_of
from policies.properties import NotEvaluatedError, Properties, evaluate
from policies.resources import Resource, of_stack

_ECR = re.compile(r"(\d{12})\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)/.+")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Allowed are the ECR of the accounts that the providers are bound to, and what the configuration lists."""
    resources = of_stack(args)
    own, listed = _accounts(resources), cast("list[str]", args.get_config().get("registries", []))

    def check(resource: Resource) -> None:
        found = [each for pod in pods_of(resource.type, resource.properties) for each in containers(pod)]
        evaluate(found, lambda container: check_image(resource, container))

    def check_image(resource: Resource, container: Properties) -> None:
        image = container.text("image")
        if not image or any(image.startswith(f"{prefix.rstrip('/')}/") for prefix in listed):
            return
        account = _ECR.fullmatch(image)
        if account and not own:
            raise NotEvaluatedError([f"whether {account[1]} is the own account: no provider is bound to one"])
        if not account or account[1] not in own:
            report_violation(f"`{container.path}` of {resource.name} must not run {image}.", resource.urn)

    evaluate(resources, check)


def _accounts(resources: list[Resource]) -> set[str]:
    providers = [each for each in resources if each.type == "pulumi:providers:aws"]
    return {account for each in providers for account in each.properties.document("allowedAccountIds").texts()}


POLICY = pp.StackValidationPolicy(
    name="kubernetes-pod-image-registry",
    description="Images come from the own account's ECR and from listed registries only.",
    severity=pp.Severity.HIGH,
    config_schema=pp.PolicyConfigSchema(
        properties={
            "registries": {
                "type": "array",
                "items": {"type": "string", "minLength": 3},
                "description": "Registries, or folders in them, for example `nvcr.io/nvidia`.",
            }
        }
    ),
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.1.4", "Minimize Container Registries to only those approved"
    ),
    remediation_steps="Copy the image into the own ECR, or list its registry in a file for `--policy-pack-config`: "
    '`{"kubernetes-pod-image-registry": {"registries": ["nvcr.io/nvidia"]}}`.',
    tags=["kubernetes", "pod", "image", "KSV-0125", "C-0078"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/image-security.html",
    validate=validate,
)
