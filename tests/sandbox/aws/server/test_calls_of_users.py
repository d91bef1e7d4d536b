"""What people look up with boto3 or the AWS CLI is answered, or missed in AWS's words; never 500 or 501."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.server.account import Account

Parameters = dict[str, Any]

ARN = "arn:aws:iam::123456789012:role/nobody"
POLICY_ARN = "arn:aws:iam::123456789012:policy/nothing"
CLUSTER: Parameters = {"clusterName": "nowhere"}
GROUP: Parameters = {"logGroupName": "nowhere"}
KEY: Parameters = {"KeyId": "00000000-0000-0000-0000-000000000000"}
REPOSITORY: Parameters = {"repositoryName": "nowhere"}
ROLE: Parameters = {"RoleName": "nobody"}

EC2 = (
    "describe_account_attributes", "describe_addresses", "describe_addresses_attribute",
    "describe_availability_zones", "describe_dhcp_options", "describe_flow_logs", "describe_images",
    "describe_instance_status", "describe_instance_type_offerings", "describe_instances",
    "describe_internet_gateways", "describe_key_pairs", "describe_launch_templates",
    "describe_managed_prefix_lists", "describe_nat_gateways", "describe_network_acls",
    "describe_network_interfaces", "describe_prefix_lists", "describe_regions", "describe_route_tables",
    "describe_security_group_rules", "describe_security_groups", "describe_snapshots", "describe_subnets",
    "describe_tags", "describe_volumes", "describe_vpc_endpoints", "describe_vpc_peering_connections",
    "describe_vpcs",
)  # fmt: skip
# Service -> operation -> parameters.
ANSWERED: dict[str, dict[str, Parameters]] = {
    "sts": {"get_caller_identity": {}},
    "ec2": {name: {} for name in EC2},
    "ecr": {"describe_repositories": {}, "describe_registry": {}, "get_authorization_token": {}},
    "eks": {
        "describe_addon_versions": {}, "describe_cluster_versions": {}, "list_access_policies": {}, "list_clusters": {},
    },
    "events": {"list_event_buses": {}, "list_rules": {}, "describe_event_bus": {}, "list_archives": {}},
    "iam": {
        "get_account_authorization_details": {}, "get_account_summary": {}, "list_account_aliases": {},
        "list_instance_profiles": {}, "list_open_id_connect_providers": {}, "list_policies": {}, "list_roles": {},
        "list_users": {},
    },
    "kms": {"list_aliases": {}, "list_keys": {}},
    "logs": {"describe_log_groups": {}, "describe_metric_filters": {}, "describe_resource_policies": {}},
    "resourcegroupstaggingapi": {"get_resources": {}, "get_tag_keys": {}, "get_tag_values": {"Key": "team"}},
    "s3": {"list_buckets": {}},
    "service-quotas": {"list_service_quotas": {"ServiceCode": "ec2"}, "list_services": {}},
    "sqs": {"list_queues": {}},
    "ssm": {"describe_parameters": {}, "get_parameters_by_path": {"Path": "/aws/service/eks"}},
    "cloudwatch": {"list_metrics": {}, "describe_alarms": {}},
}  # fmt: skip
# The same, of things that do not exist -> the code of AWS's answer.
MISSED: dict[str, dict[str, tuple[Parameters, str]]] = {
    "ec2": {
        "describe_addresses": ({"AllocationIds": ["eipalloc-1"]}, "InvalidAllocationID.NotFound"),
        "describe_internet_gateways": ({"InternetGatewayIds": ["igw-1"]}, "InvalidInternetGatewayID.NotFound"),
        "describe_launch_template_versions": (
            {"LaunchTemplateId": "lt-1"}, "InvalidLaunchTemplateId.NotFound",
        ),
        "describe_launch_templates": ({"LaunchTemplateIds": ["lt-1"]}, "InvalidLaunchTemplateId.NotFound"),
        "describe_nat_gateways": ({"NatGatewayIds": ["nat-1"]}, "NatGatewayNotFound"),
        "describe_route_tables": ({"RouteTableIds": ["rtb-1"]}, "InvalidRouteTableID.NotFound"),
        "describe_security_groups": ({"GroupIds": ["sg-1"]}, "InvalidGroup.NotFound"),
        "describe_subnets": ({"SubnetIds": ["subnet-1"]}, "InvalidSubnetID.NotFound"),
        "describe_vpc_attribute": (
            {"VpcId": "vpc-1", "Attribute": "enableDnsSupport"}, "InvalidVpcID.NotFound",
        ),
        "describe_vpc_endpoints": ({"VpcEndpointIds": ["vpce-1"]}, "InvalidVpcEndpointId.NotFound"),
        "describe_vpcs": ({"VpcIds": ["vpc-1"]}, "InvalidVpcID.NotFound"),
    },
    "ecr": {
        "describe_images": (REPOSITORY, "RepositoryNotFoundException"),
        "describe_repositories": ({"repositoryNames": ["nowhere"]}, "RepositoryNotFoundException"),
        "get_lifecycle_policy": (REPOSITORY, "RepositoryNotFoundException"),
        "get_repository_policy": (REPOSITORY, "RepositoryNotFoundException"),
        "list_images": (REPOSITORY, "RepositoryNotFoundException"),
    },
    "eks": {
        "describe_access_entry": ({**CLUSTER, "principalArn": ARN}, "ResourceNotFoundException"),
        "describe_addon": ({**CLUSTER, "addonName": "coredns"}, "ResourceNotFoundException"),
        "describe_cluster": ({"name": "nowhere"}, "ResourceNotFoundException"),
        "describe_nodegroup": ({**CLUSTER, "nodegroupName": "x"}, "ResourceNotFoundException"),
        "describe_pod_identity_association": ({**CLUSTER, "associationId": "a-1"}, "ResourceNotFoundException"),
        "describe_update": ({"name": "nowhere", "updateId": "x"}, "ResourceNotFoundException"),
        "list_access_entries": (CLUSTER, "ResourceNotFoundException"),
        "list_addons": (CLUSTER, "ResourceNotFoundException"),
        "list_associated_access_policies": ({**CLUSTER, "principalArn": ARN}, "ResourceNotFoundException"),
        "list_nodegroups": (CLUSTER, "ResourceNotFoundException"),
        "list_pod_identity_associations": (CLUSTER, "ResourceNotFoundException"),
        "list_updates": ({"name": "nowhere"}, "ResourceNotFoundException"),
    },
    "events": {
        "describe_rule": ({"Name": "nothing"}, "ResourceNotFoundException"),
        "list_targets_by_rule": ({"Rule": "nothing"}, "ResourceNotFoundException"),
    },
    "iam": {
        "get_instance_profile": ({"InstanceProfileName": "nothing"}, "NoSuchEntity"),
        "get_policy": ({"PolicyArn": POLICY_ARN}, "NoSuchEntity"),
        "get_policy_version": ({"PolicyArn": POLICY_ARN, "VersionId": "v1"}, "NoSuchEntity"),
        "get_role": (ROLE, "NoSuchEntity"),
        "get_role_policy": ({**ROLE, "PolicyName": "x"}, "NoSuchEntity"),
        "list_attached_role_policies": (ROLE, "NoSuchEntity"),
        "list_entities_for_policy": ({"PolicyArn": POLICY_ARN}, "NoSuchEntity"),
        "list_instance_profiles_for_role": (ROLE, "NoSuchEntity"),
        "list_policy_versions": ({"PolicyArn": POLICY_ARN}, "NoSuchEntity"),
        "list_role_policies": (ROLE, "NoSuchEntity"),
        "list_role_tags": (ROLE, "NoSuchEntity"),
    },
    "kms": {
        "describe_key": (KEY, "NotFoundException"),
        "get_key_policy": ({**KEY, "PolicyName": "default"}, "NotFoundException"),
        "get_key_rotation_status": (KEY, "NotFoundException"),
        "list_grants": (KEY, "NotFoundException"),
        "list_key_policies": (KEY, "NotFoundException"),
        "list_resource_tags": (KEY, "NotFoundException"),
    },
    "logs": {
        "describe_log_streams": (GROUP, "ResourceNotFoundException"),
        "filter_log_events": (GROUP, "ResourceNotFoundException"),
        "get_log_events": ({**GROUP, "logStreamName": "x"}, "ResourceNotFoundException"),
    },
    "sqs": {
        "get_queue_attributes": (
            {"QueueUrl": "http://sqs/123456789012/nowhere"}, "AWS.SimpleQueueService.NonExistentQueue",
        ),
        "get_queue_url": ({"QueueName": "nowhere"}, "AWS.SimpleQueueService.NonExistentQueue"),
        "list_queue_tags": (
            {"QueueUrl": "http://sqs/123456789012/nowhere"}, "AWS.SimpleQueueService.NonExistentQueue",
        ),
    },
    "ssm": {"get_parameter": ({"Name": "/nothing"}, "ParameterNotFound")},
    "s3": {
        "head_bucket": ({"Bucket": "no-such-bucket"}, "404"),
        "head_object": ({"Bucket": "no-such-bucket", "Key": "x"}, "404"),
        "get_object": ({"Bucket": "no-such-bucket", "Key": "x"}, "NoSuchBucket"),
        "list_objects_v2": ({"Bucket": "no-such-bucket"}, "NoSuchBucket"),
        "list_object_versions": ({"Bucket": "no-such-bucket"}, "NoSuchBucket"),
        "list_multipart_uploads": ({"Bucket": "no-such-bucket"}, "NoSuchBucket"),
        **{
            f"get_{of}": ({"Bucket": "no-such-bucket"}, "NoSuchBucket")
            for of in (
                "bucket_acl", "bucket_accelerate_configuration", "bucket_cors", "bucket_encryption",
                "bucket_lifecycle_configuration", "bucket_location", "bucket_logging", "bucket_ownership_controls",
                "bucket_notification_configuration", "bucket_policy", "bucket_policy_status", "bucket_replication",
                "bucket_tagging", "bucket_versioning", "bucket_website", "object_lock_configuration",
                "public_access_block",
            )
        },
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("service", "operation"), [(service, operation) for service, calls in ANSWERED.items() for operation in calls]
)
def test_a_list_is_answered(account: Account, service: str, operation: str) -> None:
    answer = getattr(account.client(service), operation)(**ANSWERED[service][operation])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    ("service", "operation"), [(service, operation) for service, calls in MISSED.items() for operation in calls]
)
def test_what_does_not_exist_is_missed_in_the_words_of_aws(account: Account, service: str, operation: str) -> None:
    parameters, code = MISSED[service][operation]
    with pytest.raises(ClientError) as error:
        getattr(account.client(service), operation)(**parameters)
    response: Any = error.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"] < 500) == (code, True)
