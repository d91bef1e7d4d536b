"""Launch templates: their own tags are not their instances' tags, and change when they are changed."""

from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape, items, part


def create_launch_template(call: Call) -> Response:
    """Take the template's own tags out of the data of its first version, where moto puts them too."""
    response = call.forward()
    if succeeded(response):
        template = call.backend("ec2").get_launch_template_by_name(call.params["LaunchTemplateName"])
        data: Shape = template.versions[0].data
        kept = [tags for tags in items(data, "TagSpecifications") if tags["ResourceType"] != "launch-template"]
        data.pop("TagSpecifications", None)
        if kept:
            data["TagSpecifications"] = kept
    return response


def create_launch_template_version(call: Call) -> Response:
    """Start from the data of the source version, as EC2 does when the request names one."""
    response = call.forward()
    source = call.params.get("SourceVersion")
    if succeeded(response) and source:
        ec2, params = call.backend("ec2"), call.params
        template = (
            ec2.get_launch_template(params["LaunchTemplateId"])
            if params.get("LaunchTemplateId")
            else ec2.get_launch_template_by_name(params["LaunchTemplateName"])
        )
        template.versions[-1].data = template.get_version(source).data | part(params, "LaunchTemplateData")
    return response


def describe_launch_templates(call: Call) -> Response:
    """Return today's tags, where moto keeps those of the creation; miss what does not exist."""
    templates = call.backend("ec2").launch_templates
    if missing := [name for name in items(call.params, "LaunchTemplateIds") if name not in templates]:
        message = f"The specified launch template, with template ID {missing[0]}, does not exist."
        raise AwsError("InvalidLaunchTemplateId.NotFound", message)
    for template in list(templates.values()):
        template.tags = template.get_tags()
    return call.forward()


OPERATIONS = {
    "CreateLaunchTemplate": create_launch_template,
    "CreateLaunchTemplateVersion": create_launch_template_version,
    "DescribeLaunchTemplates": describe_launch_templates,
}
