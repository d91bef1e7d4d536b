"""Tenant admission: what the Kubernetes API refuses in tenants' namespaces, whoever asks."""

from typing import NotRequired, TypedDict

import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, ResourceOptions

from components import admission_rules
from components.admission_rules import Rule
from components.network_rules import TENANT_LABEL


class TenantAdmissionArgs(TypedDict):
    """What a TenantAdmission is made from."""

    runtime_class: NotRequired[str]
    """Name of the RuntimeClass of tenants with the runtime `sandboxed`. Default: there can be none."""
    runtime_handler: NotRequired[str]
    """What containerd calls it; needed with `runtime_class`. Default: none."""


class TenantAdmission(ComponentResource):
    """Validating admission policies, which no role of a tenant can change, and the RuntimeClass that they demand."""

    def __init__(self, name: str, args: TenantAdmissionArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:TenantAdmission", name, None, opts)
        self._name = name
        self._policy("pods", "pods", admission_rules.pods(args.get("runtime_class")))
        self._policy("services", "services", admission_rules.SERVICES)
        if "runtime_class" in args:
            kubernetes.node.v1.RuntimeClass(
                f"{name}-runtime-class",
                metadata={"name": args["runtime_class"]},
                handler=args.get("runtime_handler", args["runtime_class"]),
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})

    def _policy(self, role: str, resource: str, rules: list[Rule]) -> None:
        called = f"mlplatform-tenant-{role}"
        policy = kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
            f"{self._name}-{role}",
            metadata={"name": called},
            spec={
                "failure_policy": "Fail",
                "match_constraints": {
                    "namespace_selector": {"match_expressions": [{"key": TENANT_LABEL, "operator": "Exists"}]},
                    "resource_rules": [
                        {
                            "api_groups": [""],
                            "api_versions": ["v1"],
                            "operations": ["CREATE", "UPDATE"],
                            "resources": [resource],
                        }
                    ],
                },
                "variables": [{"name": key, "expression": value} for key, value in admission_rules.VARIABLES.items()],
                "validations": [
                    {"expression": rule.holds, "message": rule.message, "reason": "Forbidden"} for rule in rules
                ],
            },
            opts=ResourceOptions(parent=self),
        )
        kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
            f"{self._name}-{role}-binding",
            metadata={"name": called},
            spec={"policy_name": called, "validation_actions": ["Deny", "Audit"]},
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )
