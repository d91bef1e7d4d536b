"""Kubernetes secrets at rest must be encrypted with a key of ours."""

import pulumi_policy as pp

from policies.properties import Properties
from policies.resources import read


def _covers_secrets(config: Properties) -> bool:
    # The key's ARN is unknown until the key exists; that one is asked for is enough.
    return "secrets" in config.texts("resources") and config.at("provider").has("keyArn")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Only an entry that names both the secrets and a key encrypts them."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return
    if not any(_covers_secrets(config) for config in read(args).each("encryptionConfig")):
        report_violation(f"The EKS cluster {args.name} must encrypt its secrets with a KMS key.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-encrypt-secrets",
    description="EKS clusters encrypt Kubernetes secrets with a customer managed key.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "5.3.1",
        "Ensure Kubernetes Secrets are encrypted using Customer Master Keys (CMKs) managed in AWS KMS",
    ),
    remediation_steps='Set `encryption_config={"resources": ["secrets"], "provider": {"key_arn": key.arn}}`.',
    tags=["eks", "encryption", "CKV_AWS_58", "AWS-0039", "C-0066"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
    validate=validate,
)
