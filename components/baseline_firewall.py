"""The baseline firewall: what no network policy of a tenant can open."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components.network_rules import TENANT_LABEL

METADATA_SERVICE = ("169.254.169.254/32", "fd00:ec2::254/128")
DENY_PRIORITY, CONSENT_PRIORITY = 1000, 100
"""Of two rules for the same traffic that with the smaller number decides."""
TENANTS = {"matchExpressions": [{"key": TENANT_LABEL, "operator": "Exists"}]}


class BaselineFirewallArgs(TypedDict):
    """What a BaselineFirewall is made from."""

    calls: NotRequired[Mapping[str, Sequence[str]]]
    """Tenants that each tenant calls, by consent of both; what is open between them their network policies say.
    Default: nobody calls anybody."""


class BaselineFirewall(ComponentResource):
    """Cluster network policies of the Admin tier, which network policies cannot override.

    The tier is asked before network policies: Deny ends it, Pass leaves the decision to them. So tenants are denied to
    each other, and pairs that consented are passed on. The Baseline tier would be asked last, and never for pods that
    a network policy isolates, as every tenant's are.
    """

    def __init__(self, name: str, args: BaselineFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:BaselineFirewall", name, None, opts)
        self._name = name
        calls = {caller: sorted(called) for caller, called in args.get("calls", {}).items() if called}
        for caller, called in calls.items():
            rule = {"name": "calls", "action": "Pass", "to": [{"namespaces": _named(called)}]}
            self._policy(f"calls-of-{caller}", CONSENT_PRIORITY, _named([caller]), egress=[rule])
        for target in sorted({one for called in calls.values() for one in called}):
            callers = sorted(caller for caller, called in calls.items() if target in called)
            rule = {"name": "called-by", "action": "Pass", "from": [{"namespaces": _named(callers)}]}
            self._policy(f"callers-of-{target}", CONSENT_PRIORITY, _named([target]), ingress=[rule])
        self._policy(
            "tenants",
            DENY_PRIORITY,
            TENANTS,
            ingress=[{"name": "other-tenants", "action": "Deny", "from": [{"namespaces": TENANTS}]}],
            egress=[
                {"name": "other-tenants", "action": "Deny", "to": [{"namespaces": TENANTS}]},
                {"name": "metadata-service", "action": "Deny", "to": [{"networks": list(METADATA_SERVICE)}]},
            ],
        )
        self.register_outputs({})

    def _policy(self, role: str, priority: int, subject: Mapping[str, object], **rules: Sequence[object]) -> None:
        kubernetes.apiextensions.CustomResource(
            f"{self._name}-{role}",
            api_version="networking.k8s.aws/v1alpha1",
            kind="ClusterNetworkPolicy",
            metadata={"name": f"mlplatform-{role}"},
            spec={"tier": "Admin", "priority": priority, "subject": {"namespaces": dict(subject)}, **rules},
            opts=ResourceOptions(parent=self),
        )


def _named(namespaces: Sequence[str]) -> dict[str, object]:
    key = "kubernetes.io/metadata.name"
    return {"matchExpressions": [{"key": key, "operator": "In", "values": list(namespaces)}]}
