"""Nobody may be bound to the rights of the whole cluster."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.properties import Properties, evaluate
from policies.resources import read

BINDINGS = ("rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding")
_ADMIN_ROLES = ("cluster-admin", "system:masters")
_EVERYBODY = ("system:masters", "system:anonymous", "system:unauthenticated", "system:authenticated")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A role given to a built-in group is given to everybody in it."""
    if kind_of(args.resource_type) not in BINDINGS:
        return

    def check_role(binding: Properties) -> None:
        if binding.text("roleRef", "name") in _ADMIN_ROLES:
            report_violation(f"{args.name} must not bind {binding.text('roleRef', 'name')}.", None)

    def check_subjects(binding: Properties) -> None:
        evaluate(binding.each("subjects"), check_subject)

    def check_subject(subject: Properties) -> None:
        if subject.text("name") in _EVERYBODY or subject.text("name").startswith("system:serviceaccounts"):
            report_violation(f"`{subject.path}` of {args.name} must not be {subject.text('name')}.", None)

    evaluate([read(args)], check_role, check_subjects)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-binding-no-cluster-admin",
    description="No binding gives cluster-admin, or anything to a built-in group.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.1", "Ensure that the cluster-admin role is only used where required"
    ),
    remediation_steps="Bind a role with the rights that are needed to a named service account or group; people get "
    "cluster rights through an `aws.eks.AccessEntry`.",
    tags=["kubernetes", "access", "KSV-0111", "KSV-0122", "KSV-0123", "C-0185", "C-0262", "C-0265"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
