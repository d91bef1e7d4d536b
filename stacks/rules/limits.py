"""Rules of AWS's limits that tenants come near: said here, before AWS says it in the middle of a deployment."""

from collections.abc import Iterator

from components import iam_documents
from components.data_contract import READ_WRITE, S3, S3_MOUNT
from components.iam_documents import Prefix
from components.names import Names
from components.quotas import POD_IDENTITIES, ROLE_POLICIES
from stacks.model import Settings, Tenant
from stacks.reading.errors import Problem
from stacks.sections.fields import partition_of
from stacks.stores import bucket_of, place_of

PLATFORM_IDENTITIES = 20
"""Pod Identity associations that are kept for the platform's own controllers."""


def limits(settings: Settings) -> Iterator[Problem]:
    """Tenants that one cluster cannot take, and data sources that one role cannot name."""
    room = POD_IDENTITIES.most - PLATFORM_IDENTITIES
    if (wanted := len(settings.tenants)) > room:
        message = f"{wanted:,} in all files need a Pod Identity association each, and a cluster has room for {room:,}"
        yield Problem(("tenants",), f"{message}; move some to an environment with a cluster of its own")
    for index, tenant in enumerate(settings.tenants):
        if (size := _role_policies(settings, tenant)) > ROLE_POLICIES.most:
            message = f"the policies of the tenant's role would have {size:,} characters, and IAM takes "
            fix = "give sources a common folder, shorten their paths, or make two tenants of it"
            yield Problem(("tenants", index, "data"), f"{message}{ROLE_POLICIES.most:,}; {fix}")


def _role_policies(settings: Settings, tenant: Tenant) -> int:
    """Characters of what TenantIdentity writes; keys that are not known yet count as long as they will be."""
    sources = [source for source in tenant.data if source.kind in (S3, S3_MOUNT)]
    if not sources:
        return 0
    names = Names(settings.platform, settings.environment, settings.account_id or "0" * 12)
    own = bucket_of(tenant, settings, names)
    partition, writing = partition_of(settings.region), [one for one in sources if one.access == READ_WRITE]
    prefixes = [Prefix(*place_of(one, tenant, own), writable=one in writing) for one in sources]
    key = f"arn:{partition}:kms:{settings.region}:{'0' * 12}:key/{'0' * 36}"
    documents = (
        iam_documents.tenant_data_access(partition, [Prefix(own, f"{tenant.name}/"), *prefixes]),
        iam_documents.keys_through_s3(
            [key, *(one.key_arn for one in sources if one.key_arn)],
            [one.key_arn or key for one in writing],
            settings.region,
        ),
    )
    return sum(len("".join(document.split())) for document in documents)
