"""Containers must give up all capabilities of root."""

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate

_ADDABLE = {"NET_BIND_SERVICE"}


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """NET_BIND_SERVICE is the only one that may be added back."""

    def check(found: tuple[Properties, Properties]) -> None:
        _, container = found
        capabilities = container.at("securityContext", "capabilities")
        if "ALL" not in capabilities.texts("drop"):
            report_violation(f"`{container.path}` of {args.name} must drop ALL capabilities.", None)
        added = sorted(set(capabilities.texts("add")) - _ADDABLE)
        if added:
            report_violation(f"`{container.path}` of {args.name} must not add {', '.join(added)}.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-drop-capabilities",
    description="Containers drop all capabilities.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("Kubernetes Pod Security Standards", "1.34", "restricted", "Capabilities"),
    remediation_steps='Set `capabilities={"drop": ["ALL"]}` in the `security_context` of every container.',
    tags=["kubernetes", "pod", "CKV_K8S_28", "CKV_K8S_37", "CKV_K8S_39", "KSV-0003", "KSV-0106", "C-0046"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
