"""No pod may get a token for the Kubernetes API without asking for one."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.pods import pods
from policies.properties import Properties, evaluate
from policies.resources import read

FIELD = "automountServiceAccountToken"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Kubernetes mounts one when the field is absent; EKS Pod Identity brings its own, unaffected by the field."""
    holders = [read(args)] if kind_of(args.resource_type) == "core/ServiceAccount" else pods(args)

    def check(holder: Properties) -> None:
        if holder.flag(FIELD, default=True):
            report_violation(f"`{holder.at(FIELD).path}` of {args.name} must be false.", None)

    evaluate(holders, check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-no-api-token",
    description="Pods and service accounts mount no token for the Kubernetes API.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark",
        "1.7.0",
        "4.1.6",
        "Ensure that Service Account Tokens are only mounted where necessary",
    ),
    remediation_steps="Set `automount_service_account_token=False` on the service account and on the pod.",
    tags=["kubernetes", "pod", "credentials", "CKV_K8S_38", "KSV-0036", "C-0034"],
    url="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
    validate=validate,
)
