"""Cluster access: which IAM roles may do what through the Kubernetes API."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, ResourceOptions

POLICIES: Mapping[str, str] = {
    "deployer": "AmazonEKSClusterAdminPolicy",  # installs CRDs and cluster roles; nothing less can
    "admin": "AmazonEKSClusterAdminPolicy",
    "operator": "AmazonEKSEditPolicy",
    "viewer": "AmazonEKSViewPolicy",
}
"""EKS access policy of each kind of person; teams get no access policy but a Role in their tenant's namespace."""
OPERATORS = "mlplatform:operators"
VIEWERS = "mlplatform:viewers"
GROUPS: Mapping[str, Sequence[str]] = {"operator": [OPERATORS], "viewer": [VIEWERS]}
"""Kubernetes groups of each kind of person, for what no access policy contains (PlatformRoles)."""


class ClusterAccessArgs(TypedDict):
    """What ClusterAccess is made from."""

    cluster_name: Input[str]
    """Cluster that the roles get access to."""
    partition: str
    """AWS partition, for the ARNs of the access policies."""
    deployer_role_arn: NotRequired[str]
    """IAM role that runs Pulumi. Default: none; it has access already."""
    admin_role_arns: NotRequired[Sequence[str]]
    """Roles for emergencies: everything in the cluster. Default: none."""
    operator_role_arns: NotRequired[Sequence[str]]
    """Roles that run the platform: edit in all namespaces, with Secrets and service accounts. Default: none."""
    viewer_role_arns: NotRequired[Sequence[str]]
    """Roles that look: everything but Secrets. Default: none."""
    team_role_arns: NotRequired[Mapping[str, str]]
    """Role of each team, by the team's name; what a team may do, its tenants say. Default: none."""


class ClusterAccess(ComponentResource):
    """Access entries and access policies of a cluster; the creator has none by itself."""

    def __init__(self, name: str, args: ClusterAccessArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ClusterAccess", name, None, opts)
        here = ResourceOptions(parent=self)
        deployer = args.get("deployer_role_arn")
        people = {
            "admin": args.get("admin_role_arns", []),
            "operator": args.get("operator_role_arns", []),
            "viewer": args.get("viewer_role_arns", []),
        }
        # EKS allows one entry per role: the deployer may be listed as an admin as well.
        grants = [(kind, arn) for kind, arns in people.items() for arn in arns if arn != deployer]
        for kind, arn in [*([("deployer", deployer)] if deployer else []), *grants]:
            entry_name = f"{name}-{kind}" if kind == "deployer" else f"{name}-{kind}-{arn.rsplit('/', 1)[-1]}"
            entry = aws.eks.AccessEntry(
                f"{entry_name}-entry",
                cluster_name=args["cluster_name"],
                principal_arn=arn,
                type="STANDARD",
                kubernetes_groups=GROUPS.get(kind),
                opts=here,
            )
            aws.eks.AccessPolicyAssociation(
                f"{entry_name}-policy",
                cluster_name=args["cluster_name"],
                principal_arn=entry.principal_arn,
                policy_arn=f"arn:{args['partition']}:eks::aws:cluster-access-policy/{POLICIES[kind]}",
                access_scope={"type": "cluster"},
                opts=here,
            )
        for team, arn in args.get("team_role_arns", {}).items():
            aws.eks.AccessEntry(
                f"{name}-team-{team}-entry",
                cluster_name=args["cluster_name"],
                principal_arn=arn,
                type="STANDARD",
                kubernetes_groups=[team_group(team)],
                opts=here,
            )
        self.register_outputs({})


def team_group(team: str) -> str:
    """Kubernetes group of a team's people."""
    return f"mlplatform:team:{team}"
