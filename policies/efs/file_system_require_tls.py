"""Every file system must refuse clients without TLS."""

import pulumi_policy as pp

from policies.efs.file_systems import configured, declared
from policies.iam.documents import refuses_plain_text, statements
from policies.properties import Properties, evaluate, some
from policies.resources import Resource


def _refuses_plain_text(policy: Properties) -> bool:
    return some(statements(policy, "policy"), lambda each: refuses_plain_text(each, "elasticfilesystem"))


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Without a policy of its own a file system lets in everybody who reaches a mount target, in plain text."""
    policies = configured(args, "aws:efs/fileSystemPolicy:FileSystemPolicy")

    def check(file_system: Resource) -> None:
        if not some(policies.get(file_system.urn, ()), _refuses_plain_text):
            report_violation(f"The file system {file_system.name} must refuse clients without TLS.", file_system.urn)

    evaluate(declared(args), check)


POLICY = pp.StackValidationPolicy(
    name="efs-file-system-require-tls",
    description="File systems refuse clients without TLS.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC09-BP02", "Enforce encryption in transit"
    ),
    remediation_steps="Add to the file system's policy a Deny of `*` for principal `*` under the condition "
    '`{"Bool": {"aws:SecureTransport": "false"}}`.',
    tags=["efs", "encryption"],
    url="https://docs.aws.amazon.com/efs/latest/ug/enforce-encryption-in-transit.html",
    validate=validate,
)
