"""Images must not be there for everybody to pull."""

import pulumi_policy as pp

from policies.iam import public_statements


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A repository of ECR Public is public whatever its policy says."""
    if args.resource_type == "aws:ecrpublic/repository:Repository":
        report_violation(f"{args.name} must not be a public repository.", None)
    if args.resource_type in ("aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:ecr/registryPolicy:RegistryPolicy"):
        public_statements.refuse(args, report_violation)


POLICY = pp.ResourceValidationPolicy(
    name="ecr-repository-no-public-pull",
    description="Image repositories are open to named principals only.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.1.2", "Minimize user access to Amazon ECR"
    ),
    remediation_steps="Name the accounts or roles that pull in the repository policy; use a private repository.",
    tags=["ecr", "public", "CKV_AWS_32", "AWS-0032", "C-0222"],
    url="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
    validate=validate,
)
