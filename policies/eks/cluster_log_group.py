"""The log group of a control plane must be declared, so that somebody decides about it."""

import pulumi_policy as pp

from policies.properties import evaluate, some
from policies.resources import Resource, of_stack


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """EKS else makes one that nobody decided about; `cloudwatch-log-group-retention` judges those that are declared."""
    groups = of_stack(args, "aws:cloudwatch/logGroup:LogGroup")

    def check(cluster: Resource) -> None:
        def is_its(group: Resource) -> bool:
            if cluster.urn in group.dependencies.get("name", ()):
                return True
            return group.properties.text("name") == f"/aws/eks/{cluster.properties.text('name')}/cluster"

        if not some(groups, is_its):
            report_violation(f"The log group of the EKS cluster {cluster.name} must be declared.", cluster.urn)

    evaluate(of_stack(args, "aws:eks/cluster:Cluster"), check)


POLICY = pp.StackValidationPolicy(
    name="eks-cluster-log-group",
    description="The log group of every EKS control plane is declared in its stack.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "detective", "Enable audit logs and keep them"
    ),
    remediation_steps="Declare an `aws.cloudwatch.LogGroup` named `/aws/eks/<cluster>/cluster` with "
    "`retention_in_days` of 365 or more and `kms_key_id`, and let the cluster depend on it.",
    tags=["eks", "audit", "CKV_AWS_338", "CKV_AWS_66", "CKV_AWS_158", "AWS-0017"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    validate=validate,
)
