"""The shared file systems of an environment."""

from pulumi import ResourceOptions

from components.file_system import FileSystem
from components.names import efs_mount_role
from stacks.model import Settings
from stacks.wiring.account import Account
from stacks.wiring.cluster import Cluster
from stacks.wiring.foundation import Foundation


def file_systems(settings: Settings, account: Account, base: Foundation, declared: Cluster) -> dict[str, FileSystem]:
    """Declare them, by name."""
    data = settings.data_protection
    zones = enumerate(settings.network.zones)
    subnets = {zone: base.network.private_subnet_ids[index] for index, zone in zones}
    role = f"arn:{account.partition}:iam::{account.account_id}:role/{efs_mount_role(account.cluster_name)}"
    opts = ResourceOptions(protect=data.protect, retain_on_delete=data.retain_on_delete)
    return {
        name: FileSystem(
            f"files-{name}",
            {
                "file_system_name": f"{account.names.cluster}-{name}",
                "vpc_id": base.network.vpc_id,
                "subnet_ids": subnets,
                "client_security_group_id": declared.security_group_id,
                "client_role_arns": [role],
                "key_arn": base.files_key_arn(name),
                "infrequent_access_days": wanted.infrequent_access_days,
                "backups": wanted.backups,
            },
            # IAM must know the driver's role before a policy may name it.
            ResourceOptions.merge(declared.after(), opts),
        )
        for name, wanted in settings.storage.file_systems.items()
    }
