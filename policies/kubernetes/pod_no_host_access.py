"""No pod may share the network or the processes of its node."""

import pulumi_policy as pp

from policies.kubernetes.pods import containers, pods
from policies.properties import Properties, evaluate

SHARED = ("hostPID", "hostIPC", "hostNetwork")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A host port is a hole in the node's own network, past every network policy."""

    def check_shared(field: Properties) -> None:
        if field.flag():
            report_violation(f"`{field.path}` of {args.name} must not be set.", None)

    def check_port(port: Properties) -> None:
        if port.number("hostPort"):
            report_violation(f"`{port.path}.hostPort` of {args.name} must not be set.", None)

    found = pods(args)
    evaluate((pod.at(name) for pod in found for name in SHARED), check_shared)
    evaluate((port for pod in found for each in containers(pod) for port in each.each("ports")), check_port)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-no-host-access",
    description="Pods do not share the network, the processes or the ports of their node.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("Kubernetes Pod Security Standards", "1.34", "baseline", "Host Namespaces"),
    remediation_steps="Remove `host_pid`, `host_ipc`, `host_network` and every `host_port`.",
    tags=["kubernetes", "pod", "CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19", "CKV_K8S_26", "KSV-0009", "KSV-0010"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
