"""The boundary of all tenants' roles, from what the settings grant them."""

from pulumi import Output, ResourceOptions

from components.tenant_boundary import TenantBoundary
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.foundation import Foundation


def boundary_arn(settings: Settings, account: Account, base: Foundation) -> Output[str]:
    """Declare the boundary."""
    sources = [source for tenant in settings.tenants for source in tenant.data if source.bucket]
    shared = [base.data_key_arn] if settings.storage.tenant_stores == "shared" else []
    return TenantBoundary(
        "tenants",
        {
            "partition": account.partition,
            "region": account.region,
            "account_id": account.account_id,
            "bucket_name": account.names.models_bucket,
            "own_bucket_prefix": account.names.tenant_buckets,
            "key_arns": [*shared, *(source.key_arn for source in sources if source.key_arn)],
            "shared_bucket_names": [source.bucket for source in sources if source.bucket],
        },
        ResourceOptions(providers=[account.provider]),
    ).policy_arn
