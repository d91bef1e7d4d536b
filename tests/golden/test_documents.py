"""Every rendered document, as text that a reviewer reads when it changes."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from components import (
    endpoint_policies,
    iam_documents,
    image_registry,
    karpenter_objects,
    karpenter_permissions,
    log_delivery,
    pod_security,
    pool_placement,
    serving_cluster,
    tenant_key,
    volume_permissions,
)
from components.iam_documents import Prefix

PARTITION, REGION, ACCOUNT = "aws", "eu-west-1", "123456789012"
CLUSTER_ARN = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/mlplatform-dev"
TRAIL_ARN = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/mlplatform-dev"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"

DOCUMENTS = {
    "service trust": iam_documents.service_trust("eks.amazonaws.com"),
    "pod identity trust": iam_documents.pod_identity_trust(CLUSTER_ARN, "iris", "iris-model"),
    "key policy": iam_documents.document(
        iam_documents.key_administration(PARTITION, ACCOUNT),
        iam_documents.key_for_logs(PARTITION, ACCOUNT, REGION),
        *iam_documents.key_for_node_volumes(PARTITION, ACCOUNT),
    ),
    "flow log delivery": iam_documents.flow_log_delivery(f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/x"),
    "bucket policy": iam_documents.document(*iam_documents.bucket_locks(PARTITION, "models")),
    "log bucket policy": iam_documents.document(
        iam_documents.tls_only(PARTITION, "logs"),
        log_delivery.logs_stay(PARTITION, "logs"),
        log_delivery.access_logs(PARTITION, "logs", ACCOUNT, ["models"]),
        *log_delivery.trails(PARTITION, "logs", ACCOUNT, [TRAIL_ARN]),
        *log_delivery.flow_logs(PARTITION, "logs", ACCOUNT, REGION),
    ),
    "archive key policy": iam_documents.document(
        log_delivery.key_for_trails([TRAIL_ARN]), log_delivery.key_for_flow_logs(PARTITION, ACCOUNT, REGION)
    ),
    "trail to log group": log_delivery.trail_to_log_group(f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/x", ACCOUNT),
    "tenant data access": iam_documents.tenant_data_access(PARTITION, [Prefix("models", "iris/")]),
    "tenant data access with sources": iam_documents.tenant_data_access(
        PARTITION,
        [
            Prefix("models", "iris/"),
            Prefix("models", "iris/features/", writable=True),
            Prefix("company-data", "flowers/"),
        ],
    ),
    "keys through S3": iam_documents.keys_through_s3([KEY_ARN], [KEY_ARN], REGION),
    "S3 endpoint policy": endpoint_policies.s3(PARTITION, REGION, ACCOUNT, ["models"], "models-t-"),
    "tenant key": tenant_key.policy(PARTITION, ACCOUNT, REGION, "models-t-iris", ["arn:aws:iam::1:role/iris"]),
    **{
        f"{service} endpoint policy": endpoint_policies.interface(service, PARTITION, REGION, ACCOUNT)
        for service in ("ec2", "ecr.dkr", "kms", "sqs", "sts")
    },
    "Karpenter controller": karpenter_permissions.controller(PARTITION, REGION, ACCOUNT, "mlplatform-dev", "node"),
    "encrypted volumes": volume_permissions.encrypted_volumes(KEY_ARN),
    "EBS driver": volume_permissions.ebs_driver(PARTITION, REGION, ACCOUNT, "mlplatform-dev"),
    "interruption queue": karpenter_permissions.interruption_queue(f"arn:aws:sqs:{REGION}:{ACCOUNT}:queue"),
    "image lifecycle": image_registry.lifecycle_policy(14),
    "kubeconfig": serving_cluster.kubeconfig("mlplatform-dev", "https://api.example.com", "Q0E=", REGION),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_changes_only_on_purpose(name: str, snapshot: SnapshotAssertion) -> None:
    assert json.dumps(json.loads(DOCUMENTS[name]), indent=2) == snapshot


def test_karpenters_objects_change_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    assert snapshot == {
        "node class": karpenter_objects.node_class(
            cluster_name="mlplatform-dev",
            instance_profile_name="node",
            ami={"alias": "al2023@v20260818"},
            disk_size_gib=200,
            key_arn=KEY_ARN,
            tags={"Name": "gpu"},
            reservations=karpenter_objects.reservation_terms(["cr-0123456789abcdef0"], {"team": "research"}),
        ),
        "node overlay": karpenter_objects.shared_gpus("gpu", 4),
        "node pool": karpenter_objects.node_pool(
            pool_name="gpu",
            labels=pool_placement.node_labels("gpu"),
            taints=pool_placement.taints("gpu"),
            instance_types=["g6.2xlarge"],
            zones=["eu-west-1a"],
            capacity=["reserved", "spot", "on-demand"],
            limits={"nvidia.com/gpu": "2", "nodes": "2"},
            consolidation="WhenEmpty",
            idle_minutes=10,
            expire_hours=336,
        ),
    }


def test_pod_security_changes_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    assert snapshot == {
        "labels": pod_security.labels("restricted", "1.36"),
        "pod": pod_security.restricted_pod(),
        "container": pod_security.restricted_container(),
    }
