"""No role may go into a pod, or reach it past its firewall."""

import pulumi_policy as pp

from policies.kubernetes.grants import refuse

RESOURCES = (
    *("pods/exec", "pods/attach", "pods/ephemeralcontainers", "pods/portforward"),
    *("pods/proxy", "services/proxy", "nodes/proxy"),
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A shell has what the pod has: its data, its AWS role. A proxied call comes from the API server or the kubelet.

    No verb is harmless: over a websocket `get` is enough.
    """
    refuse(args, report_violation, "", RESOURCES)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-role-no-exec",
    description="Roles open no shells, forwarded ports or proxies into pods and nodes.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "4.1.10", "Minimize access to the proxy sub-resource of Node objects"
    ),
    remediation_steps="Remove the resource; read logs through `pods/log`, and call models through the gateway.",
    tags=["kubernetes", "access", "CKV2_K8S_2", "KSV-0053", "KSV-0054", "KSV-0047", "C-0002", "C-0279"],
    url="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    validate=validate,
)
