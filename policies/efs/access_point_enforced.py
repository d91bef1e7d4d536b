"""An access point must say whose files are seen, and as whom."""

import pulumi_policy as pp

from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a user the client says who it is; without a folder it sees everybody's."""
    if args.resource_type != "aws:efs/accessPoint:AccessPoint":
        return
    point = read(args)
    if not point.has("posixUser"):
        report_violation(f"The access point {args.name} must enforce a user.", None)
    if point.text("rootDirectory", "path").strip("/") == "":
        report_violation(f"The access point {args.name} must enforce a folder other than the root.", None)


POLICY = pp.ResourceValidationPolicy(
    name="efs-access-point-enforced",
    description="Access points of file systems enforce a user and a folder.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "EFS.3",
        "EFS access points should enforce a root directory",
    ),
    remediation_steps="Set `posix_user` and a `root_directory` whose `path` is not `/`; EFS.4 asks for the user.",
    tags=["efs", "tenant", "CKV_AWS_329", "CKV_AWS_330"],
    url="https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html",
    validate=validate,
)
