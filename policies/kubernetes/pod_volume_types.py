"""Pods must not mount anything of their node."""

import pulumi_policy as pp

from policies.kubernetes.pods import pods
from policies.properties import Properties, evaluate

ALLOWED = (
    *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"),
    *("persistentVolumeClaim", "projected", "secret"),
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Looked at by what is allowed: a type that is new to Kubernetes is not allowed by being new."""

    def check(volume: Properties) -> None:
        types = [key for key, value in volume.items() if key != "name" and value.is_set()]
        refused = [each for each in types if each not in ALLOWED]
        if refused:
            report_violation(f"`{volume.path}` of {args.name} must not be of type {', '.join(refused)}.", None)

    evaluate((volume for pod in pods(args) for volume in pod.each("volumes")), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-volume-types",
    description="Pods mount no path or device of their node.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("Kubernetes Pod Security Standards", "1.34", "restricted", "Volume Types"),
    remediation_steps="Use a persistent volume claim, a CSI volume, a ConfigMap or a Secret.",
    tags=["kubernetes", "pod", "CKV_K8S_27", "KSV-0023", "KSV-0028", "KSV-0121", "C-0048", "C-0045"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
