"""Roles of the platform's people: what they need of the cluster, beyond what EKS's access policies contain."""

from typing import TypedDict

from pulumi import ComponentResource, Input, ResourceOptions
from pulumi_kubernetes import rbac

LOOK = ("get", "list", "watch")
SEEN = {
    "": ("nodes",),
    "metrics.k8s.io": ("nodes", "pods"),
    "karpenter.sh": ("nodepools", "nodeclaims"),
    "karpenter.k8s.aws": ("ec2nodeclasses",),
    "serving.kserve.io": ("inferenceservices", "servingruntimes", "clusterservingruntimes"),
    "gateway.networking.k8s.io": ("gatewayclasses", "gateways", "httproutes"),
}
"""API groups and what is in them; access policies know Kubernetes' own namespaced kinds only."""
Rules = list[rbac.v1.PolicyRuleArgsDict]


class PlatformRolesArgs(TypedDict):
    """Who they are, as Kubernetes groups of the cluster's access entries."""

    operator_group: Input[str]
    """Group of those who run the platform, for example `mlplatform:operators`."""
    viewer_group: Input[str]
    """Group of those who only look, for example `mlplatform:viewers`."""


class PlatformRoles(ComponentResource):
    """Viewers see nodes, pools and models; operators can drain and replace nodes too. Settings change the rest."""

    def __init__(self, name: str, args: PlatformRolesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:PlatformRoles", name, None, opts)
        look: Rules = [
            {"api_groups": [group], "resources": resources, "verbs": LOOK} for group, resources in SEEN.items()
        ]
        drain: Rules = [
            {"api_groups": [""], "resources": ["nodes"], "verbs": ["patch"]},  # cordon
            {"api_groups": [""], "resources": ["pods/eviction"], "verbs": ["create"]},
            {"api_groups": ["karpenter.sh"], "resources": ["nodeclaims"], "verbs": ["delete"]},
        ]
        self._grant(f"{name}-viewer", args["viewer_group"], look)
        self._grant(f"{name}-operator", args["operator_group"], [*look, *drain])
        self.register_outputs({})

    def _grant(self, name: str, group: Input[str], rules: Rules) -> None:
        role = rbac.v1.ClusterRole(
            f"{name}-role", metadata={"name": group}, rules=rules, opts=ResourceOptions(parent=self)
        )
        rbac.v1.ClusterRoleBinding(
            f"{name}-binding",
            metadata={"name": group},
            role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": group},
            subjects=[{"api_group": "rbac.authorization.k8s.io", "kind": "Group", "name": group}],
            opts=ResourceOptions(parent=self, depends_on=[role]),
        )
