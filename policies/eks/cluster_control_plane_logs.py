"""All five control-plane logs of a cluster must be kept."""

import pulumi_policy as pp

from policies.resources import read

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An absent list means no log at all."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return
    enabled = read(args).texts("enabledClusterLogTypes")
    missing = [log_type for log_type in LOG_TYPES if log_type not in enabled]
    if missing:
        report_violation(f"The EKS cluster {args.name} must log {', '.join(missing)}.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-control-plane-logs",
    description="EKS clusters keep all control-plane logs.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("CIS Amazon EKS Benchmark", "1.7.0", "2.1.1", "Enable audit Logs"),
    remediation_steps=f"Set `enabled_cluster_log_types={list(LOG_TYPES)}`.",
    tags=["eks", "logging", "CKV_AWS_37", "AWS-0038", "C-0067"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
    validate=validate,
)
