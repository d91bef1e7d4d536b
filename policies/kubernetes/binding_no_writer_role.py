"""Nobody may be bound to Kubernetes' own roles for people who change things."""

import pulumi_policy as pp

from policies.kubernetes.binding_no_cluster_admin import BINDINGS
from policies.kubernetes.kinds import kind_of
from policies.resources import read

WRITERS = ("admin", "edit")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """They read Secrets, open shells and write network policies, wherever and to whomever they are bound."""
    if kind_of(args.resource_type) not in BINDINGS:
        return
    role = read(args).at("roleRef")
    if role.text("name") in WRITERS and role.text("kind") == "ClusterRole":
        report_violation(f"{args.name} must not bind the role {role.text('name')} of Kubernetes.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-binding-no-writer-role",
    description="No binding gives Kubernetes' own roles `admin` and `edit`.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("CIS Amazon EKS Benchmark", "1.7.0", "4.1.2", "Minimize access to secrets"),
    remediation_steps="Bind a `Role` that lists what is needed; the component `TenantTeam` has one for a team.",
    tags=["kubernetes", "access", "credentials", "C-0186", "C-0002"],
    url="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles",
    validate=validate,
)
