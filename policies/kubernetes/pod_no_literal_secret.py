"""No variable of a container may hold a secret in plain text."""

import pulumi_policy as pp

from policies.kubernetes.literals import gives_away
from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whoever may look at the pod reads it. The message never repeats what was found."""
    variables = (variable for _, container in each_container(args) for variable in container.each("env"))

    def check(variable: Properties) -> None:
        if gives_away(variable.text("name"), variable.at("value")):
            report_violation(f"`{variable.path}.value` of {args.name} must not hold a secret.", None)

    evaluate(variables, check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-no-literal-secret",
    description="Containers have no secrets in the values of their variables.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "4.4.1",
        "Prefer using secrets as files over environment variables",
    ),
    remediation_steps="Rotate the secret; read it from Secrets Manager with the pod's role, or mount it as a file.",
    tags=["kubernetes", "pod", "credentials", "CKV_K8S_35", "C-0012", "C-0207"],
    url="https://kubernetes.io/docs/concepts/configuration/secret/",
    validate=validate,
)
