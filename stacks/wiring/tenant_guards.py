"""What guards tenants from each other in a cluster, whatever their own objects say."""

from pulumi import Resource

from components.baseline_firewall import BaselineFirewall
from components.tenant_admission import TenantAdmission, TenantAdmissionArgs
from stacks.model import Settings
from stacks.wiring.cluster import Cluster


def tenant_guards(settings: Settings, declared: Cluster) -> list[Resource]:
    """Declare them, once for all stacks of an environment."""
    sandboxed = settings.cluster.sandboxed_runtime
    args: TenantAdmissionArgs = {}
    if sandboxed:
        args = {"runtime_class": sandboxed.name, "runtime_handler": sandboxed.handler}
    guards: list[Resource] = [TenantAdmission("tenant-admission", args, declared.after())]
    existing = settings.cluster.existing
    if existing is None or existing.cluster_network_policies:
        calls = {tenant.name: tenant.calls for tenant in settings.tenants}
        guards.append(BaselineFirewall("baseline-firewall", {"calls": calls}, declared.after()))
    return guards
