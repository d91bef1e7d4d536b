"""Everybody who may be let into a cluster, by the platform's own components: a person of each kind, and a team."""

import json
import os
from pathlib import Path

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ResourceOptions

from components.cluster_access import ClusterAccess, team_group
from components.tenant_team import TenantTeam
from tests.integration.platform.signed_in import CLUSTER, OTHER_TENANT, TEAM, TENANT, role_arn

in_aws = aws.Provider("aws", region=os.environ["AWS_REGION"])
in_kubernetes = kubernetes.Provider("kubernetes", kubeconfig=Path(os.environ["KUBECONFIG"]).read_text())
trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
roles = [
    aws.iam.Role(
        f"{who}-role",
        name=who,
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        opts=ResourceOptions(provider=in_aws),
    )
    for who in ("deployer", "admin", "operator", "viewer", TEAM, "unknown")
]
ClusterAccess(
    "access",
    {
        "cluster_name": CLUSTER,
        "partition": "aws",
        "deployer_role_arn": role_arn("deployer"),
        "admin_role_arns": [role_arn("admin")],
        "operator_role_arns": [role_arn("operator")],
        "viewer_role_arns": [role_arn("viewer")],
        "team_role_arns": {TEAM: role_arn(TEAM)},
    },
    ResourceOptions(providers=[in_aws], depends_on=roles),
)
other = kubernetes.core.v1.Namespace(
    "other",
    metadata={"name": OTHER_TENANT, "annotations": {"pulumi.com/skipAwait": "true"}},
    opts=ResourceOptions(provider=in_kubernetes),
)
for namespace, team in ((TENANT, TEAM), (OTHER_TENANT, "another-team")):
    TenantTeam(
        f"{namespace}-team",
        {"namespace": namespace, "team_group": team_group(team)},
        ResourceOptions(providers=[in_kubernetes], depends_on=[other]),
    )
