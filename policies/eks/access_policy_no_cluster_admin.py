"""Nobody must be admin of a whole cluster but for emergencies."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Who deploys and who may break the glass are documented exceptions, which expire and so are looked at again."""
    if args.resource_type != "aws:eks/accessPolicyAssociation:AccessPolicyAssociation":
        return

    def check(association: Properties) -> None:
        name = association.text("policyArn").rpartition("/")[2]
        if name == "AmazonEKSClusterAdminPolicy" and association.text("accessScope", "type") != "namespace":
            report_violation(f"{args.name} must not give {name} in the whole cluster.", None)

    evaluate([read(args)], check)


POLICY = pp.ResourceValidationPolicy(
    name="eks-access-policy-no-cluster-admin",
    description="No access policy makes somebody admin of a whole cluster.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.1", "Ensure that the cluster-admin role is only used where required"
    ),
    remediation_steps="Associate AmazonEKSEditPolicy or AmazonEKSViewPolicy, or narrow the scope to namespaces; for "
    "who deploys and for emergencies, record an exception.",
    tags=["eks", "access", "KSV-0111", "C-0185"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html",
    validate=validate,
)
