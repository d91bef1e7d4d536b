"""A public Kubernetes API must be open to named networks only."""

import pulumi_policy as pp

from policies.ec2.networks import is_anywhere
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A cluster without a public endpoint has nothing to narrow."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return
    config = read(args).at("vpcConfig")
    if not config.flag("endpointPublicAccess", default=True):
        return
    cidrs = config.texts("publicAccessCidrs")
    # AWS allows 0.0.0.0/0 when the list is absent or empty.
    for cidr in cidrs or ["0.0.0.0/0"]:
        if is_anywhere(cidr):
            report_violation(f"The public endpoint of the EKS cluster {args.name} must not be open to {cidr}.", None)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-no-open-endpoint-cidrs",
    description="A public endpoint of an EKS cluster is limited to named networks.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.4.1", "Restrict Access to the Control Plane Endpoint"
    ),
    remediation_steps="Set `public_access_cidrs` in `vpc_config` to the networks that administer the cluster, "
    "or close the public endpoint.",
    tags=["eks", "network", "CKV_AWS_38", "AWS-0041", "C-0227"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    validate=validate,
)
