"""Every resource type that the stand-in knows."""

from sandbox.aws.provider.resource_type import ResourceType
from sandbox.aws.provider.services import (
    budgets,
    cloudtrail,
    ec2_flow_log,
    ec2_gateways,
    ec2_launch_template,
    ec2_placement_group,
    ec2_routing,
    ec2_security_group,
    ec2_subnet,
    ec2_vpc,
    ec2_vpc_endpoint,
    ecr,
    ecr_registry,
    efs,
    eks_access,
    eks_addon,
    eks_cluster,
    eks_node_group,
    events,
    guardduty,
    iam_instance_profile,
    iam_policy,
    iam_role,
    iam_role_policies,
    kms,
    logs,
    network_firewall,
    network_firewall_rules,
    s3_bucket,
    s3_configuration,
    sqs,
    vpc_security_group_rule,
)
from sandbox.provider.errors import ProviderError

_MODULES = (
    budgets,
    cloudtrail,
    ec2_flow_log,
    ec2_gateways,
    ec2_launch_template,
    ec2_placement_group,
    ec2_routing,
    ec2_security_group,
    ec2_subnet,
    ec2_vpc,
    ec2_vpc_endpoint,
    ecr,
    ecr_registry,
    efs,
    eks_access,
    eks_addon,
    eks_cluster,
    eks_node_group,
    events,
    guardduty,
    iam_instance_profile,
    iam_policy,
    iam_role,
    iam_role_policies,
    kms,
    logs,
    network_firewall,
    network_firewall_rules,
    s3_bucket,
    s3_configuration,
    sqs,
    vpc_security_group_rule,
)

TYPES: dict[str, ResourceType] = {one.sdk_type: one for module in _MODULES for one in module.TYPES}


def resource_type(token: str) -> ResourceType:
    """The type, or ProviderError that names it."""
    if token not in TYPES:
        message = f"the sandbox's AWS does not know the resource type '{token}'; it knows: {', '.join(sorted(TYPES))}"
        raise ProviderError(message)
    return TYPES[token]
