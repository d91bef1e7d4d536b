"""Access to a cluster must come from access entries alone."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The aws-auth ConfigMap and the creator's own admin rights both go past access entries."""
    if args.resource_type != "aws:eks/cluster:Cluster":
        return

    def check_mode(cluster: Properties) -> None:
        # AWS takes CONFIG_MAP when the field is absent.
        if cluster.text("accessConfig", "authenticationMode") != "API":
            report_violation(f"The EKS cluster {args.name} must use authentication mode API.", None)

    def check_creator(cluster: Properties) -> None:
        # AWS makes the creator an admin when the field is absent.
        if cluster.flag("accessConfig", "bootstrapClusterCreatorAdminPermissions", default=True):
            report_violation(f"The creator of the EKS cluster {args.name} must not become its admin.", None)

    evaluate([read(args)], check_mode, check_creator)


POLICY = pp.ResourceValidationPolicy(
    name="eks-cluster-access-entries",
    description="Access to an EKS cluster is given by access entries only.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.5.1", "Manage Kubernetes RBAC users with AWS IAM Authenticator"
    ),
    remediation_steps='Set `access_config={"authentication_mode": "API", '
    '"bootstrap_cluster_creator_admin_permissions": False}` and declare an `aws.eks.AccessEntry` for each role.',
    tags=["eks", "access", "KSV-0115", "C-0285", "C-0232"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    validate=validate,
)
