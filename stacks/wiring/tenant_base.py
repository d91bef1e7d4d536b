"""What AWS assigns and tenants need: from their environment's resources, or from the outputs of its stack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from pulumi import Output

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
    permissions_boundary_arn: Output[str]
    """The most that a tenant's role may do."""


def exported(settings: Settings, account: Account, base: TenantBase) -> Mapping[str, object]:
    """The environment's output."""
    return {"facts": facts(settings, account), **{field.name: getattr(base, field.name) for field in fields(base)}}


def facts(settings: Settings, account: Account) -> Mapping[str, str | Sequence[str] | Mapping[str, str]]:
    """What tenants take from the settings, as the environment has it: a tenant stack must find the same."""
    return {
        "account_id": account.account_id,
        "region": account.region,
        "cluster_name": account.cluster_name,
        "cluster_version": settings.cluster.version,
        "bucket_name": account.names.models_bucket,
        "endpoint_cidrs": list(endpoint_cidrs(settings)),
        "gateway_namespace": PROXIES.namespace,
        "gateway_labels": dict(PROXIES.labels),
    }
