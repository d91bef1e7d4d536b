"""No ConfigMap may hold a secret."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.literals import gives_away
from policies.properties import Properties, evaluate
from policies.resources import read


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """ConfigMaps are shown to everybody who may look, and are not encrypted as Secrets are."""
    if kind_of(args.resource_type) != "core/ConfigMap":
        return

    def check(entry: tuple[str, Properties]) -> None:
        name, value = entry
        if gives_away(name, value):
            report_violation(f"`{value.path}` of {args.name} must not hold a secret.", None)

    evaluate([*read(args).items("data"), *read(args).items("binaryData")], check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-config-map-no-secret",
    description="ConfigMaps hold no secrets.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.4.2", "Consider external secret storage"
    ),
    remediation_steps="Rotate the secret, keep it in Secrets Manager, and read it with the pod's role.",
    tags=["kubernetes", "credentials", "KSV-0109", "C-0012"],
    url="https://kubernetes.io/docs/concepts/configuration/configmap/",
    validate=validate,
)
