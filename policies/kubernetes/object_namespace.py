"""Nothing may land in the namespaces `default` and `kube-system`."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.pods import NAMESPACED
from policies.properties import Properties
from policies.resources import read

KINDS = (
    *NAMESPACED,
    *("core/ConfigMap", "core/PersistentVolumeClaim", "core/Secret", "core/Service", "core/ServiceAccount"),
    "helm.sh/Release",
)
FORBIDDEN = ("default", "kube-system")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """An absent namespace is the provider's, and `default` where it names none."""
    kind = kind_of(args.resource_type)
    if kind not in KINDS:
        return
    path = ("namespace",) if kind == "helm.sh/Release" else ("metadata", "namespace")
    namespace = read(args).text(*path) or _of_provider(args)
    if namespace in FORBIDDEN:
        report_violation(f"{args.name} must not be in the namespace {namespace}.", None)


def _of_provider(args: pp.ResourceValidationArgs) -> str:
    named = Properties("the provider", args.provider.props).text("namespace") if args.provider else ""
    return named or FORBIDDEN[0]


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-object-namespace",
    description="Workloads, their settings and Helm releases have a namespace of their own.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.5.2", "The default namespace should not be used"
    ),
    remediation_steps="Declare a namespace with Pod Security labels and network policies, and name it in `metadata`.",
    tags=["kubernetes", "tenant", "CKV_K8S_21", "KSV-0110", "KSV-0037", "C-0061", "C-0212"],
    url="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    validate=validate,
)
