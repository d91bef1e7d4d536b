"""A role for pods must be bound to one service account of one cluster."""

import pulumi_policy as pp

from policies.iam.documents import is_allow, principals
from policies.iam.identities import trust_statements
from policies.properties import Properties, evaluate

_BINDINGS = {
    "cluster": ("eks-cluster-arn", "eks-cluster-name"),
    "namespace": ("kubernetes-namespace",),
    "service account": ("kubernetes-service-account",),
}
_OPERATORS = ("stringequals", "arnequals", "stringlike", "arnlike")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Names of namespaces and service accounts repeat between clusters, so all three are needed."""

    def check(statement: Properties) -> None:
        if not is_allow(statement) or "pods.eks.amazonaws.com" not in principals(statement):
            return
        fixed = _fixed_tags(statement)
        missing = [what for what, tags in _BINDINGS.items() if fixed.isdisjoint(tags)]
        if missing:
            report_violation(f"`{statement.path}` of {args.name} must name its {', '.join(missing)}.", None)

    evaluate(trust_statements(args), check)


def _fixed_tags(statement: Properties) -> set[str]:
    return {
        key.lower().removeprefix("aws:requesttag/")
        for operator, keys in statement.items("Condition")
        if operator.lower() in _OPERATORS
        for key, values in keys.items()
        if values.texts() and not any("*" in value or "?" in value for value in values.texts())
    }


POLICY = pp.ResourceValidationPolicy(
    name="iam-role-bound-pod-identity",
    description="Roles for EKS Pod Identity name one cluster, one namespace and one service account.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "iam", "EKS Pod Identity: use one role per application"
    ),
    remediation_steps="Add to the trust policy a StringEquals condition on `aws:RequestTag/eks-cluster-arn`, "
    "`aws:RequestTag/kubernetes-namespace` and `aws:RequestTag/kubernetes-service-account`.",
    tags=["iam", "eks", "tenant"],
    url="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
    validate=validate,
)
