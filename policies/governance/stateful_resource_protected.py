"""What holds data must not go by accident."""

import pulumi_policy as pp

STATEFUL = (
    "aws:dynamodb/table:Table",
    "aws:ecr/repository:Repository",
    "aws:efs/fileSystem:FileSystem",
    "aws:eks/cluster:Cluster",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:kms/key:Key",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:s3/bucket:Bucket",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Protection is the program's to ask for; without it a renamed resource is deleted and made anew."""
    if args.resource_type in STATEFUL and not args.opts.protect:
        report_violation(f"{args.name} must be protected: it holds data, or keys to data.", None)


POLICY = pp.ResourceValidationPolicy(
    name="governance-stateful-resource-protected",
    description="Keys, buckets, registries, databases, file systems and clusters are protected from deletion.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "REL09-BP02", "Secure and encrypt backups: protect data from deletion"
    ),
    remediation_steps="Pass `opts=ResourceOptions(protect=True)`; in a settings file, `data_protection.protect: true`.",
    tags=["governance", "deletion"],
    url="https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    validate=validate,
)
