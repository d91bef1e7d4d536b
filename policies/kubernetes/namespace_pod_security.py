"""Every namespace must refuse pods that could leave their container."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.tenants import has_tenant
from policies.properties import Properties, evaluate
from policies.resources import read

_PREFIX = "pod-security.kubernetes.io"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An unpinned version changes what is enforced with the next upgrade of the cluster."""
    if kind_of(args.resource_type) != "core/Namespace":
        return
    labels = read(args).at("metadata", "labels")

    def check_level(mode: Properties) -> None:
        accepted = ("restricted",) if has_tenant(labels) else ("restricted", "baseline")
        if mode.text() not in accepted:
            report_violation(f"`{mode.path}` of {args.name} must be {' or '.join(accepted)}.", None)

    def check_version(version: Properties) -> None:
        if version.text() in ("", "latest"):
            report_violation(f"`{version.path}` of {args.name} must name a version.", None)

    evaluate([labels.at(f"{_PREFIX}/{mode}") for mode in ("enforce", "audit", "warn")], check_level)
    evaluate([labels.at(f"{_PREFIX}/enforce-version")], check_version)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-namespace-pod-security",
    description="Tenants' namespaces enforce the Pod Security Standard restricted, all others at least baseline.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.2.1", "Minimize the admission of privileged containers"
    ),
    remediation_steps="Label the namespace with `pod-security.kubernetes.io/enforce`, `audit` and `warn` = "
    "`restricted` (`baseline` where no tenant lives), and with `enforce-version` = the version of the cluster.",
    tags=["kubernetes", "tenant", "pod"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-admission/",
    validate=validate,
)
