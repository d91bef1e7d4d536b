"""The policies of the pack: an explicit list, so that none is there by accident."""

import pulumi_policy as pp

from policies.cloudtrail import (
    bucket_data_events,
    bucket_of_evidence,
    trail_cloudwatch,
    trail_encryption,
    trail_log_validation,
    trail_multi_region,
)
from policies.cloudwatch import (
    log_group_retention,
)
from policies.ec2 import (
    launch_template_encrypt_volumes,
    launch_template_hop_limit,
    launch_template_no_secrets,
    launch_template_require_imdsv2,
    security_group_no_open_ingress,
    vpc_flow_logs,
)
from policies.ecr import (
    repository_no_public_pull,
)
from policies.eks import (
    cluster_access_entries,
    cluster_control_plane_logs,
    cluster_encrypt_secrets,
    cluster_network_policy_engine,
    cluster_no_open_endpoint_cidrs,
    cluster_no_public_endpoint,
    node_group_gpu_taint,
    node_group_launch_template,
)
from policies.guardduty import (
    cluster_watched,
)
from policies.iam import (
    policy_no_full_admin,
    policy_no_privilege_escalation,
    policy_no_wildcard_data_access,
    role_bound_pod_identity,
    role_no_admin_attachment,
    role_no_open_trust,
    tenant_role_bounded,
)
from policies.karpenter import (
    node_class_encrypt_volumes,
    node_class_imdsv2,
    node_class_pinned_image,
    node_pool_gpu_taint,
    node_pool_limits,
)
from policies.kms import (
    key_deletion_window,
    key_explicit_policy,
    key_no_public_policy,
    key_rotation,
)
from policies.kubernetes import (
    binding_no_cluster_admin,
    binding_no_tenant_cluster_role,
    namespace_default_deny,
    namespace_no_tenant_path,
    namespace_pod_security,
    network_policy_no_internal_range,
    network_policy_no_open_peer,
    pod_drop_capabilities,
    pod_no_api_token,
    pod_no_host_access,
    pod_no_privilege_escalation,
    pod_no_privileged,
    pod_non_root,
    pod_seccomp,
    pod_volume_types,
    role_no_escalation,
    role_no_wildcard,
    service_no_tenant_exposure,
)
from policies.rds import (
    database_no_literal_password,
    database_not_public,
)
from policies.s3 import (
    audit_bucket_lock,
    bucket_access_log,
    bucket_kms_encryption,
    bucket_no_force_destroy,
    bucket_policy_no_public_principal,
    bucket_public_access_block,
    bucket_require_tls,
    log_target_unlocked,
    public_access_block_complete,
)
from policies.sqs import (
    queue_encryption,
)

Rule = pp.ResourceValidationPolicy | pp.StackValidationPolicy

POLICIES: list[Rule] = [
    bucket_data_events.POLICY,
    bucket_of_evidence.POLICY,
    trail_cloudwatch.POLICY,
    trail_encryption.POLICY,
    trail_log_validation.POLICY,
    trail_multi_region.POLICY,
    log_group_retention.POLICY,
    launch_template_encrypt_volumes.POLICY,
    launch_template_hop_limit.POLICY,
    launch_template_no_secrets.POLICY,
    launch_template_require_imdsv2.POLICY,
    security_group_no_open_ingress.POLICY,
    vpc_flow_logs.POLICY,
    repository_no_public_pull.POLICY,
    cluster_access_entries.POLICY,
    cluster_control_plane_logs.POLICY,
    cluster_encrypt_secrets.POLICY,
    cluster_network_policy_engine.POLICY,
    cluster_no_open_endpoint_cidrs.POLICY,
    cluster_no_public_endpoint.POLICY,
    node_group_gpu_taint.POLICY,
    node_group_launch_template.POLICY,
    policy_no_full_admin.POLICY,
    policy_no_privilege_escalation.POLICY,
    policy_no_wildcard_data_access.POLICY,
    role_bound_pod_identity.POLICY,
    role_no_admin_attachment.POLICY,
    role_no_open_trust.POLICY,
    tenant_role_bounded.POLICY,
    node_class_encrypt_volumes.POLICY,
    node_class_imdsv2.POLICY,
    node_class_pinned_image.POLICY,
    node_pool_gpu_taint.POLICY,
    node_pool_limits.POLICY,
    cluster_watched.POLICY,
    key_deletion_window.POLICY,
    key_explicit_policy.POLICY,
    key_no_public_policy.POLICY,
    key_rotation.POLICY,
    binding_no_cluster_admin.POLICY,
    binding_no_tenant_cluster_role.POLICY,
    namespace_default_deny.POLICY,
    namespace_no_tenant_path.POLICY,
    namespace_pod_security.POLICY,
    network_policy_no_internal_range.POLICY,
    network_policy_no_open_peer.POLICY,
    pod_drop_capabilities.POLICY,
    pod_no_api_token.POLICY,
    pod_no_host_access.POLICY,
    pod_no_privilege_escalation.POLICY,
    pod_no_privileged.POLICY,
    pod_non_root.POLICY,
    pod_seccomp.POLICY,
    pod_volume_types.POLICY,
    role_no_escalation.POLICY,
    role_no_wildcard.POLICY,
    service_no_tenant_exposure.POLICY,
    database_no_literal_password.POLICY,
    database_not_public.POLICY,
    audit_bucket_lock.POLICY,
    bucket_access_log.POLICY,
    bucket_kms_encryption.POLICY,
    bucket_no_force_destroy.POLICY,
    bucket_policy_no_public_principal.POLICY,
    bucket_public_access_block.POLICY,
    bucket_require_tls.POLICY,
    log_target_unlocked.POLICY,
    queue_encryption.POLICY,
    public_access_block_complete.POLICY,
]
