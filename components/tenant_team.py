"""A tenant's team: what its people may do in its namespace."""

from typing import TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions
from pulumi_kubernetes.meta.v1 import ObjectMetaArgsDict


class TenantTeamArgs(TypedDict):
    """What a TenantTeam is made from."""

    namespace: str
    """Namespace of the tenant."""
    team_group: str
    """Kubernetes group of the team's people."""


class TenantTeam(ComponentResource):
    """A Role for the team: look at everything but Secrets, read logs, restart pods; nothing that opens the firewall."""

    def __init__(self, name: str, args: TenantTeamArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantTeam", name, None, opts)
        here = ResourceOptions(parent=self)
        metadata: ObjectMetaArgsDict = {"name": "team", "namespace": args["namespace"]}
        look = ["get", "list", "watch"]
        role = kubernetes.rbac.v1.Role(
            f"{name}-role",
            metadata=metadata,
            rules=[
                {
                    "api_groups": [""],
                    "resources": ["pods", "services", "events", "configmaps", "resourcequotas"],
                    "verbs": look,
                },
                {"api_groups": [""], "resources": ["pods/log"], "verbs": ["get"]},
                {"api_groups": [""], "resources": ["pods"], "verbs": ["delete"]},
                {"api_groups": ["apps"], "resources": ["deployments", "replicasets"], "verbs": look},
                {"api_groups": ["autoscaling"], "resources": ["horizontalpodautoscalers"], "verbs": look},
                {"api_groups": ["networking.k8s.io"], "resources": ["networkpolicies"], "verbs": look},
                {"api_groups": ["serving.kserve.io"], "resources": ["inferenceservices"], "verbs": look},
            ],
            opts=here,
        )
        kubernetes.rbac.v1.RoleBinding(
            f"{name}-binding",
            metadata=metadata,
            role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": "team"},
            subjects=[{"api_group": "rbac.authorization.k8s.io", "kind": "Group", "name": args["team_group"]}],
            opts=ResourceOptions(parent=self, depends_on=[role]),
        )
        self.register_outputs({})
