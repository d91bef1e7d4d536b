"""Physical names that are derived from settings, and the longest that AWS and Kubernetes allow."""

from dataclasses import dataclass

LIMITS = {"bucket": 63, "iam-role": 64, "cluster": 100, "namespace": 63, "repository": 256, "queue": 80, "alias": 250}
"""Most characters of each kind of name."""
GATEWAY = "gateway"
"""Stands for the platform's gateway among those who may call a tenant."""
ENVIRONMENT_TAG = "mlplatform:environment"
"""Tag of every resource, which says whose it is."""
TENANT_TAG = "mlplatform:tenant"
"""Tag of every resource of a tenant; bills are split by it."""


def efs_mount_role(cluster_name: str) -> str:
    """Name of the IAM role with which the EFS driver mounts; file systems name it in their policies."""
    return f"{cluster_name}-efs-mounts"


def karpenter_node_role(cluster_name: str) -> str:
    """The IAM role of the nodes that Karpenter starts in a cluster."""
    return f"{cluster_name}-karpenter-node"


def egress_namespace(tenant: str) -> str:
    """The namespace of a tenant's egress proxy."""
    return f"{tenant}-egress"


def load_balancer_role(cluster_name: str) -> str:
    """The IAM role of a cluster's load balancer controller."""
    return f"{cluster_name}-load-balancer"


@dataclass(frozen=True)
class Names:
    """The names of one environment; all begin with platform and environment, as `mlplatform-dev`."""

    platform: str
    environment: str
    account_id: str

    @property
    def cluster(self) -> str:
        """The EKS cluster."""
        return f"{self.platform}-{self.environment}"

    @property
    def models_bucket(self) -> str:
        """The bucket of models; bucket names are unique in the world, hence the account."""
        return f"{self.cluster}-{self.account_id}-models"

    @property
    def replica_bucket(self) -> str:
        """The bucket of copies of the models, in another region."""
        return f"{self.models_bucket}-replica"

    @property
    def replica_logs_bucket(self) -> str:
        """The bucket of the copies' access log, beside them."""
        return f"{self.logs_bucket}-replica"

    @property
    def replication_role(self) -> str:
        """The IAM role that S3 copies with."""
        return f"{self.cluster}-models-replication"

    @property
    def logs_bucket(self) -> str:
        """The bucket of access logs."""
        return f"{self.cluster}-{self.account_id}-logs"

    def tenant_role(self, tenant: str) -> str:
        """The IAM role of a tenant; IAM is global, so the name tells environments of one account apart."""
        return f"{self.cluster}-tenant-{tenant}"

    @property
    def tenant_buckets(self) -> str:
        """What the names of tenants' own buckets begin with, and no other's."""
        return f"{self.cluster}-{self.account_id}-t-"

    def tenant_bucket(self, tenant: str) -> str:
        """A tenant's own bucket."""
        return f"{self.tenant_buckets}{tenant}"

    def tenant_key(self, tenant: str) -> str:
        """The alias of a tenant's own key, and the beginning of what else is its own."""
        return f"{self.cluster}-t-{tenant}"

    def tenant_budget(self, tenant: str) -> str:
        """A tenant's budget; their names are unique in the account."""
        return self.tenant_key(tenant)

    def tenant_replication_role(self, tenant: str) -> str:
        """The IAM role that S3 copies a tenant's own bucket with."""
        return f"{self.tenant_key(tenant)}-replication"

    def repository(self, repository: str) -> str:
        """An ECR repository."""
        return f"{self.cluster}/{repository}"

    def base_repository(self, image: str) -> str:
        """The ECR repository of a base image."""
        return self.repository(f"base/{image}")

    def tenant_repository(self, tenant: str) -> str:
        """The ECR repository of a tenant's own images."""
        return self.repository(f"tenants/{tenant}")

    @property
    def archive_bucket(self) -> str:
        """The locked bucket of audit trail and flow logs."""
        return f"{self.cluster}-{self.account_id}-archive"
