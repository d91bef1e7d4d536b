"""Arguments of a tenant, for tests that change some of them."""

from components.tenant import TenantArgs

ARGS: TenantArgs = {
    "tenant_name": "iris",
    "owner": "data-science",
    "data_class": "public",
    "kubernetes_version": "1.36",
    "cluster_name": "ml-dev",
    "cluster_arn": "arn:aws:eks:eu-west-1:123456789012:cluster/ml-dev",
    "partition": "aws",
    "region": "eu-west-1",
    "bucket_name": "models",
    "key_arn": "arn:key",
    "images": {
        "repository_name": "ml-dev/tenants/iris",
        "untagged_days": 14,
        "pull_principal_arns": [],
        "force_delete": False,
    },
    "protect": True,
    "retain_on_delete": True,
    "role_name": "ml-dev-tenant-iris",
    "permissions_boundary_arn": "arn:aws:iam::123456789012:policy/tenants",
    "gateway_namespace": "gateway",
    "gateway_labels": {"app": "gateway"},
    "endpoint_cidrs": ["10.0.224.0/24"],
    "model": {"format": "sklearn", "path": "v1", "size": {"cpu": "1", "memory": "1Gi"}},
    "quota": {"cpu": "4", "memory": "8Gi", "pods": 5, "gpus": 0},
}
