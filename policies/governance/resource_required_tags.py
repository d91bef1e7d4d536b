"""What is made must say whose it is and who pays for it."""

from collections.abc import Iterator
from typing import cast

import pulumi_policy as pp

from policies.karpenter.kinds import is_node_class
from policies.properties import Properties, evaluate
from policies.resources import read

REQUIRED = ("cost-center", "owner")
TAGGED_BY_TEMPLATE = ("instance", "volume")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The provider's default tags reach every resource but those that AWS makes from a template."""
    required = cast("list[str]", args.get_config().get("tags", [])) or REQUIRED

    def check(place: tuple[str, Properties]) -> None:
        what, tags = place
        missing = [tag for tag in required if not tags.text(tag)]
        if missing:
            report_violation(f"{what} must have the tags {', '.join(missing)}.", None)

    evaluate(_places(args), check)


def _places(args: pp.ResourceValidationArgs) -> Iterator[tuple[str, Properties]]:
    props = read(args)
    if args.resource_type == "pulumi:providers:aws":
        yield f"What the provider {args.name} makes", props.document("defaultTags").at("tags")
    elif args.resource_type == "aws:ec2/launchTemplate:LaunchTemplate":
        specified = {each.text("resourceType"): each.at("tags") for each in props.each("tagSpecifications")}
        for kind in TAGGED_BY_TEMPLATE:
            yield f"Each {kind} of the launch template {args.name}", specified.get(kind, Properties(args.name, None))
    elif is_node_class(args.resource_type):
        yield f"Each node of the node class {args.name}", props.at("spec", "tags")


POLICY = pp.ResourceValidationPolicy(
    name="governance-resource-required-tags",
    description="Resources carry the tags by which their owner and their cost are found.",
    severity=pp.Severity.LOW,
    config_schema=pp.PolicyConfigSchema(
        properties={
            "tags": {
                "type": "array",
                "items": {"type": "string", "minLength": 1},
                "description": "Keys of the tags that are required instead of cost-center and owner.",
            }
        }
    ),
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "COST03-BP02", "Add organization information to cost and usage"
    ),
    remediation_steps="Set them in the provider's `default_tags` (settings file: `tags`) and repeat them in templates, "
    "or name keys of your own in a file for `--policy-pack-config`.",
    tags=["governance", "cost", "CKV_AWS_153"],
    url="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    validate=validate,
)
