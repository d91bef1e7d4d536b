"""What AWS assigns and tenants need: from their environment's resources, or from the outputs of its stack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import itemgetter
from typing import Any

from pulumi import Output, RunError, StackReference, get_organization, get_project

from components.model_gateway import PROXIES
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.network import endpoint_cidrs

OUTPUT = "tenant_base"
"""The output of the environment's stack that holds all of this, for its tenant stacks."""


@dataclass(frozen=True)
class TenantBase:
    """What tenants need of their environment and cannot be computed from the settings; nothing in it is secret.

    Tenant stacks read every field: a new one is deployed with the environment first, one that goes stays until they do
    not read it any more.
    """

    kubeconfig: Output[str]
    """How the cluster is reached; it asks for a token and holds none."""
    data_key_arn: Output[str]
    """KMS key of the environment's bucket."""
    replica_key_arn: Output[str]
    """KMS key of the copies in another region; empty where nothing is copied."""
    node_key_arn: Output[str]
    """KMS key of the nodes' volumes."""
    file_system_ids: Mapping[str, Output[str]]
    """Ids of the environment's file systems by name."""
    permissions_boundary_arn: Output[str]
    """The most that a tenant's role may do."""


def exported(settings: Settings, account: Account, base: TenantBase) -> Mapping[str, object]:
    """The environment's output."""
    return {"facts": facts(settings, account), **{field.name: getattr(base, field.name) for field in fields(base)}}


def facts(settings: Settings, account: Account) -> Mapping[str, str | Sequence[str] | Mapping[str, str]]:
    """What tenants take from the settings, as the environment has it: a tenant stack must find the same."""
    sandboxed = settings.cluster.sandboxed_runtime
    return {
        "account_id": account.account_id,
        "region": account.region,
        "cluster_name": account.cluster_name,
        "cluster_version": settings.cluster.version,
        "bucket_name": account.names.models_bucket,
        "endpoint_cidrs": list(endpoint_cidrs(settings)),
        "file_systems": sorted(settings.storage.file_systems),
        "gateway_namespace": PROXIES.namespace,
        "gateway_labels": dict(PROXIES.labels),
        # The environment has its RuntimeClass and lets tenants have it; each tenant has its own nodes.
        "sandboxed_runtime": f"{sandboxed.name} ({sandboxed.handler})" if sandboxed else "none",
    }


def referred(settings: Settings, account: Account) -> TenantBase:
    """Read it from the environment's stack, which is in the same project and backend."""
    # In every backend but Pulumi's own cloud the organization is called `organization`.
    stack = f"{get_organization()}/{get_project()}/{settings.environment}"
    wanted = facts(settings, account)
    found = StackReference("environment", stack).outputs.apply(
        lambda outputs: checked(outputs, wanted, settings.environment)
    )
    given: dict[str, Any] = {field.name: found.apply(itemgetter(field.name)) for field in fields(TenantBase)}
    by_name = given.pop("file_system_ids")
    return TenantBase(
        **given, file_system_ids={name: by_name.apply(itemgetter(name)) for name in settings.storage.file_systems}
    )


def checked(outputs: Mapping[str, Any] | None, wanted: Mapping[str, Any], environment: str) -> Mapping[str, Any]:
    """The base in an environment's outputs; RunError where it cannot carry tenants whose settings want these facts."""
    base = (outputs or {}).get(OUTPUT)
    if base is None:
        problem = "is not deployed" if not outputs else f"has no output {OUTPUT}, so an older version deployed it"
        raise RunError(f"The stack {environment} {problem}; deploy {environment} first.")
    if faults := [*_faults(base, wanted)]:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise RunError(f"The stack {environment} is not what its settings say:\n{listed}\nDeploy {environment} first.")
    return base


def _faults(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    for field in fields(TenantBase):
        if field.name not in base:
            yield f"{OUTPUT}.{field.name}: missing; an older version deployed it"
    there = base.get("facts", {})
    for name, value in wanted.items():
        if there.get(name) != value:
            yield f"{name}: {there.get(name, 'missing')} there, {value} here"
