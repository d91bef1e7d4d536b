"""No pod may loosen what the kernel of its node shows or allows it."""

from collections.abc import Iterator

import pulumi_policy as pp

from policies.kubernetes.pods import containers, pods
from policies.properties import Properties, evaluate

SAFE_SYSCTLS = (
    *("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start"),
    *("net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports"),
    *("net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl"),
    *("net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"),
)
"""Those that the Pod Security Standard `baseline` allows."""
SELINUX_TYPES = ("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Each of these fields takes away a wall between the container and its node."""

    def check_proc(context: Properties) -> None:
        if context.text("procMount") not in ("", "Default"):
            report_violation(f"`{context.path}.procMount` of {args.name} must be Default.", None)

    def check_selinux(context: Properties) -> None:
        options = context.at("seLinuxOptions")
        if options.text("type") not in SELINUX_TYPES or options.text("user") or options.text("role"):
            report_violation(f"`{options.path}` of {args.name} must not change its SELinux label.", None)

    def check_windows(context: Properties) -> None:
        if context.flag("windowsOptions", "hostProcess"):
            report_violation(f"`{context.path}.windowsOptions.hostProcess` of {args.name} must not be set.", None)

    def check_sysctl(sysctl: Properties) -> None:
        if sysctl.text("name") not in SAFE_SYSCTLS:
            report_violation(f"`{sysctl.path}` of {args.name} must not set {sysctl.text('name')}.", None)

    evaluate(_contexts(args), check_proc, check_selinux, check_windows)
    evaluate((each for pod in pods(args) for each in pod.each("securityContext", "sysctls")), check_sysctl)


def _contexts(args: pp.ResourceValidationArgs) -> Iterator[Properties]:
    for pod in pods(args):
        for holder in (pod, *containers(pod)):
            yield holder.at("securityContext")


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-kernel-settings",
    description="Pods keep the default /proc mount, SELinux label and sysctls, and run no Windows host processes.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework("Kubernetes Pod Security Standards", "1.34", "baseline", "Sysctls"),
    remediation_steps="Remove `proc_mount`, `se_linux_options`, `host_process` and the sysctls that are not safe.",
    tags=["kubernetes", "pod", "KSV-0025", "KSV-0026", "KSV-0027", "KSV-0103"],
    url="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    validate=validate,
)
