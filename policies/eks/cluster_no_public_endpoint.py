"""The Kubernetes API of a cluster must not be reachable from the Internet."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Both switches are looked at: a private endpoint does not close the public one."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return

    def check_public(cluster: Properties) -> None:
        # AWS opens the endpoint when the field is absent, so absence is a violation too.
        if cluster.flag("vpcConfig", "endpointPublicAccess", default=True):
            report_violation(f"The EKS cluster {args.name} must not have a public endpoint.", None)

    def check_private(cluster: Properties) -> None:
        if not cluster.flag("vpcConfig", "endpointPrivateAccess"):
            report_violation(f"The EKS cluster {args.name} must have a private endpoint.", None)

    evaluate([read(args)], check_public, check_private)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-no-public-endpoint",
    description="EKS clusters serve their Kubernetes API inside the VPC only.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "5.4.2",
        "Ensure clusters are created with Private Endpoint Enabled and Public Access Disabled",
    ),
    remediation_steps="Set `endpoint_public_access=False` and `endpoint_private_access=True` in `vpc_config`.",
    tags=["eks", "network", "CKV_AWS_39", "AWS-0040", "C-0228"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    validate=validate,
)
