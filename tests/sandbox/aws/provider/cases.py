"""One row for each resource type: inputs, an update in place, a replacement, a change made by someone else."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.aws.provider.api import pascal
from sandbox.provider.values import Properties
from tests.sandbox.aws.provider.engine import Made
from tests.sandbox.aws.provider.world import World, allow, trust

Client = Callable[[str], Any]


@dataclass(frozen=True)
class Case:
    """Everything that the tests of all types need to know of one type."""

    token: str
    inputs: Callable[[World], Properties]
    update: Callable[[World], Properties] | None = None
    """Inputs that change in place; None if nothing can."""
    replace: Callable[[World], Properties] | None = None
    """Inputs that force a replacement."""
    damage: Callable[[Client, Made], object] | None = None
    """A change behind Pulumi's back, in `drifts`."""
    drifts: str = ""
    import_id: Callable[[Made], str] = lambda made: made.id
    also: tuple[Callable[[World], Properties], ...] = ()
    """Other inputs, so that each has been given once."""
    stays: bool = False
    """Whether AWS keeps it when Pulumi deletes it."""


def _retag(client: Client, made: Made) -> None:
    client("ec2").create_tags(Resources=[made.id], Tags=[{"Key": "team", "Value": "someone"}])


SECRETS = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/"
ML = {"tags": {"team": "ml"}}
OPS = {"tags": {"team": "ops", "more": "yes"}}


def _rule(world: World) -> Properties:
    return {"securityGroupId": world.security_group(), "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}


EC2 = (
    Case(
        "aws:ec2/vpc:Vpc",
        lambda _: {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True, **ML},
        update=lambda _: {"enableDnsHostnames": False, **OPS},
        replace=lambda _: {"cidrBlock": "10.2.0.0/16"},
        damage=lambda client, made: client("ec2").modify_vpc_attribute(
            VpcId=made.id, EnableDnsSupport={"Value": False}
        ),
        drifts="enableDnsSupport",
        also=(
            lambda _: {
                "cidrBlock": "10.3.0.0/16",
                "instanceTenancy": "dedicated",
                "enableDnsSupport": False,
                "enableNetworkAddressUsageMetrics": True,
            },
        ),
    ),
    Case(
        "aws:ec2/subnet:Subnet",
        lambda world: {"vpcId": world.vpc.id, "cidrBlock": "10.0.250.0/24", "availabilityZone": "eu-west-1b", **ML},
        update=lambda _: {"mapPublicIpOnLaunch": True, **OPS},
        replace=lambda _: {"cidrBlock": "10.0.251.0/24"},
        damage=lambda client, made: client("ec2").modify_subnet_attribute(
            SubnetId=made.id, MapPublicIpOnLaunch={"Value": True}
        ),
        drifts="mapPublicIpOnLaunch",
        also=(lambda world: {"vpcId": world.vpc.id, "cidrBlock": "10.0.252.0/24", "availabilityZoneId": "euw1-az1"},),
    ),
    Case(
        "aws:ec2/internetGateway:InternetGateway",
        lambda world: {"vpcId": world.other_vpc.id, **ML},
        update=lambda _: OPS,
        damage=_retag,
        drifts="tags",
    ),
    Case(
        "aws:ec2/eip:Eip",
        lambda _: {"domain": "vpc", **ML},
        update=lambda _: OPS,
        replace=lambda _: {"domain": "standard"},
        damage=_retag,
        drifts="tags",
    ),
    Case(
        "aws:ec2/natGateway:NatGateway",
        lambda world: {"allocationId": world.address(), "subnetId": world.subnet(), **ML},
        update=lambda _: OPS,
        replace=lambda world: {"subnetId": world.subnet()},
        damage=_retag,
        drifts="tags",
        also=(lambda world: {"subnetId": world.subnet(), "connectivityType": "private"},),
    ),
    Case(
        "aws:ec2/routeTable:RouteTable",
        lambda world: {
            "vpcId": world.vpc.id,
            "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": world.internet_gateway}],
            **ML,
        },
        update=lambda world: {"routes": [{"cidrBlock": "192.0.2.0/24", "gatewayId": world.internet_gateway}], **OPS},
        replace=lambda world: {"vpcId": world.other_vpc.id},
        damage=lambda client, made: client("ec2").delete_route(RouteTableId=made.id, DestinationCidrBlock="0.0.0.0/0"),
        drifts="routes",
    ),
    Case(
        "aws:ec2/route:Route",
        lambda world: {
            "routeTableId": world.route_table(),
            "destinationCidrBlock": "0.0.0.0/0",
            "gatewayId": world.internet_gateway,
        },
        update=lambda world: {"gatewayId": None, "natGatewayId": world.nat_gateway()},
        replace=lambda _: {"destinationCidrBlock": "192.0.2.0/24"},
        import_id=lambda made: f"{made.inputs['routeTableId']}_{made.inputs['destinationCidrBlock']}",
        also=(
            lambda world: {
                "routeTableId": world.route_table(),
                "destinationCidrBlock": "0.0.0.0/0",
                "vpcEndpointId": world.firewall_endpoint(),
            },
        ),
    ),
    Case(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        lambda world: {"routeTableId": world.route_table(), "subnetId": world.subnet()},
        update=lambda world: {"routeTableId": world.route_table()},
        replace=lambda world: {"subnetId": world.subnet()},
        import_id=lambda made: f"{made.inputs['subnetId']}/{made.inputs['routeTableId']}",
    ),
    Case(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        lambda world: {"vpcId": world.new_vpc(), **ML},
        update=lambda _: {
            "ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/8"]}],
            "egress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/8"]}],
            **OPS,
        },
        replace=lambda world: {"vpcId": world.vpc.id},
        damage=lambda client, made: client("ec2").authorize_security_group_ingress(
            GroupId=made.id,
            IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
        ),
        drifts="ingress",
        stays=True,
    ),
    Case(
        "aws:ec2/securityGroup:SecurityGroup",
        lambda world: {
            "vpcId": world.vpc.id,
            "description": "web",
            "ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["10.0.0.0/8"]}],
            "egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}],
            **ML,
        },
        update=lambda _: {
            "ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/8"]}],
            **OPS,
        },
        replace=lambda _: {"description": "other"},
        damage=lambda client, made: client("ec2").authorize_security_group_ingress(
            GroupId=made.id,
            IpPermissions=[{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
        ),
        drifts="ingress",
    ),
    *(
        Case(
            f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
            lambda world: {**_rule(world), "cidrIpv4": "10.0.0.0/8", "description": "TLS", **ML},
            update=lambda _: {"cidrIpv4": "10.128.0.0/9", **OPS},
            replace=lambda world: {"securityGroupId": world.security_group()},
            damage=lambda client, made: client("ec2").modify_security_group_rules(
                GroupId=made.inputs["securityGroupId"],
                SecurityGroupRules=[
                    {
                        "SecurityGroupRuleId": made.id,
                        "SecurityGroupRule": {
                            "IpProtocol": "tcp",
                            "FromPort": 443,
                            "ToPort": 443,
                            "CidrIpv4": "0.0.0.0/0",
                            "Description": "TLS",
                        },
                    }
                ],
            ),
            drifts="cidrIpv4",
            also=(
                lambda world: {**_rule(world), "cidrIpv6": "2001:db8::/32"},
                lambda world: {**_rule(world), "referencedSecurityGroupId": world.security_group()},
                lambda world: {**_rule(world), "prefixListId": world.prefix_list},
            ),
        )
        for direction in ("Ingress", "Egress")
    ),
    Case(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        lambda world: {
            "vpcId": world.vpc.id,
            "serviceName": "com.amazonaws.eu-west-1.s3",
            "routeTableIds": [world.route_table()],
            "policy": allow("s3:GetObject"),
            **ML,
        },
        update=lambda world: {"routeTableIds": [world.route_table()], "policy": allow("s3:*"), **OPS},
        replace=lambda _: {"serviceName": "com.amazonaws.eu-west-1.dynamodb"},
        damage=lambda client, made: client("ec2").modify_vpc_endpoint(VpcEndpointId=made.id, PolicyDocument=allow("*")),
        drifts="policy",
        also=(
            lambda world: {
                "vpcId": world.vpc.id,
                "serviceName": "com.amazonaws.eu-west-1.s3",
                "vpcEndpointType": "Interface",
                "subnetIds": world.subnets,
                "securityGroupIds": [world.security_group()],
                "privateDnsEnabled": True,
                "ipAddressType": "dualstack",
                "dnsOptions": {"dnsRecordIpType": "ipv4", "privateDnsOnlyForInboundResolverEndpoint": True},
            },
        ),
    ),
    Case(
        "aws:ec2/flowLog:FlowLog",
        lambda world: {
            "vpcId": world.vpc.id,
            "trafficType": "ALL",
            "logDestination": world.log_group().outputs["arn"],
            "iamRoleArn": world.role("vpc-flow-logs.amazonaws.com").outputs["arn"],
            **ML,
        },
        update=lambda _: OPS,
        replace=lambda _: {"trafficType": "REJECT"},
        damage=_retag,
        drifts="tags",
        also=(
            lambda world: {
                "subnetId": world.subnet(),
                "trafficType": "REJECT",
                "logDestination": f"arn:aws:s3:::{world.bucket()}",
                "logDestinationType": "s3",
                "logFormat": "${srcaddr} ${dstaddr}",
                "maxAggregationInterval": 60,
            },
        ),
    ),
    Case(
        "aws:ec2/launchTemplate:LaunchTemplate",
        lambda _: {
            "instanceType": "g6.2xlarge",
            "updateDefaultVersion": True,
            "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
            "blockDeviceMappings": [
                {"deviceName": "/dev/xvda", "ebs": {"volumeSize": 100, "volumeType": "gp3", "encrypted": "true"}}
            ],
            "tagSpecifications": [{"resourceType": "instance", "tags": {"Name": "node", "team": "ml"}}],
            **ML,
        },
        update=lambda _: {"instanceType": "g6.4xlarge", **OPS},
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("ec2").create_launch_template_version(
            LaunchTemplateId=made.id, LaunchTemplateData={"InstanceType": "t3.micro"}
        ),
        drifts="instanceType",
        also=(
            lambda world: {
                "description": "all of it",
                "imageId": "ami-12345678",
                "keyName": "key",
                "userData": "ZWNobyAx",
                "ebsOptimized": "true",
                "disableApiStop": True,
                "disableApiTermination": True,
                "instanceInitiatedShutdownBehavior": "terminate",
                "monitoring": {"enabled": True},
                "iamInstanceProfile": {"arn": "arn:aws:iam::123456789012:instance-profile/nodes"},
                "networkInterfaces": [
                    {"deviceIndex": 0, "associatePublicIpAddress": "false"},
                    {
                        "deviceIndex": 1,
                        "networkCardIndex": 0,
                        "interfaceType": "efa-only",
                        "securityGroups": [world.security_group()],
                    },
                ],
                "capacityReservationSpecification": {
                    "capacityReservationTarget": {"capacityReservationId": "cr-0123456789abcdef0"}
                },
                "instanceMarketOptions": {"marketType": "capacity-block"},
                "placement": {"groupName": "close"},
                "vpcSecurityGroupIds": [world.security_group()],
                "defaultVersion": 1,
            },
        ),
    ),
    Case(
        "aws:ec2/placementGroup:PlacementGroup",
        lambda _: {"strategy": "cluster", **ML},
        update=lambda _: OPS,
        replace=lambda _: {"strategy": "spread", "spreadLevel": "rack"},
        also=(
            lambda _: {"strategy": "partition", "partitionCount": 3},
            lambda _: {"strategy": "spread", "spreadLevel": "rack"},
        ),
    ),
    Case(
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        lambda world: {"vpcId": world.vpc.id, "cidrBlock": "100.64.0.0/16"},
        replace=lambda _: {"cidrBlock": "100.65.0.0/16"},
    ),
)

IAM = (
    Case(
        "aws:iam/role:Role",
        lambda world: {
            "assumeRolePolicy": trust("ec2.amazonaws.com"),
            "managedPolicyArns": [world.policy()],
            "inlinePolicies": [{"name": "own", "policy": allow("s3:GetObject")}],
            **ML,
        },
        update=lambda _: {
            "assumeRolePolicy": trust("eks.amazonaws.com"),
            "description": "changed",
            "maxSessionDuration": 7200,
            "managedPolicyArns": [],
            "inlinePolicies": [{"name": "other", "policy": allow("s3:PutObject")}],
            **OPS,
        },
        replace=lambda _: {"path": "/team/"},
        damage=lambda client, made: client("iam").update_assume_role_policy(
            RoleName=made.id, PolicyDocument=trust("lambda.amazonaws.com")
        ),
        drifts="assumeRolePolicy",
        also=(
            lambda world: {
                "assumeRolePolicy": trust("ec2.amazonaws.com"),
                "path": "/team/",
                "permissionsBoundary": world.policy(),
            },
        ),
    ),
    Case(
        "aws:iam/rolePolicy:RolePolicy",
        lambda world: {"role": world.role().id, "policy": allow("s3:GetObject")},
        update=lambda _: {"policy": allow("s3:PutObject")},
        replace=lambda world: {"role": world.role().id},
        damage=lambda client, made: client("iam").put_role_policy(
            RoleName=made.inputs["role"], PolicyName=made.inputs["name"], PolicyDocument=allow("*")
        ),
        drifts="policy",
    ),
    Case(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        lambda world: {"role": world.role().id, "policyArn": world.policy()},
        replace=lambda world: {"policyArn": world.policy()},
    ),
    Case(
        "aws:iam/policy:Policy",
        lambda _: {"policy": allow("s3:GetObject"), "description": "reads", **ML},
        update=lambda _: {"policy": allow("s3:PutObject"), **OPS},
        replace=lambda _: {"description": "writes"},
        damage=lambda client, made: client("iam").create_policy_version(
            PolicyArn=made.id, PolicyDocument=allow("*"), SetAsDefault=True
        ),
        drifts="policy",
        also=(lambda _: {"policy": allow("s3:GetObject"), "path": "/team/"},),
    ),
    Case(
        "aws:iam/instanceProfile:InstanceProfile",
        lambda world: {"role": world.role().id, **ML},
        update=lambda world: {"role": world.role().id, **OPS},
        replace=lambda _: {"path": "/team/"},
        damage=lambda client, made: client("iam").remove_role_from_instance_profile(
            InstanceProfileName=made.id, RoleName=made.inputs["role"]
        ),
        drifts="role",
        also=(lambda world: {"role": world.role().id, "path": "/team/"},),
    ),
)


def _hosts(*targets: str) -> Properties:
    rules = {"generatedRulesType": "ALLOWLIST", "targetTypes": ["TLS_SNI", "HTTP_HOST"], "targets": list(targets)}
    return {
        "rulesSource": {"rulesSourceList": rules},
        "statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"},
    }


def _strict(*actions: str, groups: list[str]) -> Properties:
    return {
        "policyVariables": {"ruleVariables": [{"key": "HOME_NET", "ipSet": {"definitions": ["10.0.0.0/16"]}}]},
        "statelessDefaultActions": ["aws:forward_to_sfe"],
        "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
        "statefulDefaultActions": list(actions),
        "statefulEngineOptions": {"ruleOrder": "STRICT_ORDER", "streamExceptionPolicy": "REJECT"},
        "statefulRuleGroupReferences": [
            {"priority": number, "resourceArn": group} for number, group in enumerate(groups, 1)
        ],
    }


def _logs(world: World, *kinds: str) -> Properties:
    return {
        "logDestinationConfigs": [
            {
                "logType": kind,
                "logDestinationType": "CloudWatchLogs",
                "logDestination": {"logGroup": world.log_group().id},
            }
            for kind in kinds
        ]
    }


def _encrypted(world: World) -> Properties:
    return {"encryptionConfiguration": {"type": "CUSTOMER_KMS", "keyId": world.key().outputs["arn"]}}


NETWORK_FIREWALL = (
    Case(
        "aws:networkfirewall/ruleGroup:RuleGroup",
        lambda world: {
            "type": "STATEFUL",
            "capacity": 100,
            "ruleGroup": _hosts("pypi.org"),
            **_encrypted(world),
            **ML,
        },
        update=lambda _: {
            "ruleGroup": _hosts("pypi.org", ".example.com"),
            "description": "more",
            "encryptionConfiguration": None,
            **OPS,
        },
        replace=lambda _: {"capacity": 200},
        damage=lambda client, made: client("network-firewall").update_rule_group(
            RuleGroupArn=made.id,
            UpdateToken=client("network-firewall").describe_rule_group(RuleGroupArn=made.id)["UpdateToken"],
            RuleGroup={
                "RulesSource": {
                    "RulesSourceList": {
                        "GeneratedRulesType": "ALLOWLIST",
                        "TargetTypes": ["TLS_SNI", "HTTP_HOST"],
                        "Targets": [".evil.example"],
                    }
                },
                "StatefulRuleOptions": {"RuleOrder": "STRICT_ORDER"},
            },
        ),
        drifts="ruleGroup",
        also=(
            lambda _: {
                "type": "STATEFUL",
                "capacity": 10,
                "description": "typed",
                "ruleGroup": {
                    "rulesSource": {
                        "statefulRules": [
                            {
                                "action": "DROP",
                                "header": {
                                    "protocol": "UDP",
                                    "source": "ANY",
                                    "sourcePort": "ANY",
                                    "destination": "ANY",
                                    "destinationPort": "ANY",
                                    "direction": "FORWARD",
                                },
                                "ruleOptions": [{"keyword": "sid", "settings": ["1"]}],
                            }
                        ]
                    }
                },
            },
        ),
    ),
    Case(
        "aws:networkfirewall/firewallPolicy:FirewallPolicy",
        lambda world: {
            "firewallPolicy": _strict("aws:drop_established", groups=[world.rule_group()]),
            **_encrypted(world),
            **ML,
        },
        update=lambda world: {
            "firewallPolicy": _strict(
                "aws:drop_established_app_layer", "aws:alert_established_app_layer", groups=[world.rule_group()]
            ),
            "description": "stricter",
            **OPS,
        },
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("network-firewall").update_firewall_policy(
            FirewallPolicyArn=made.id,
            UpdateToken=client("network-firewall").describe_firewall_policy(FirewallPolicyArn=made.id)["UpdateToken"],
            FirewallPolicy={
                "StatelessDefaultActions": ["aws:pass"],
                "StatelessFragmentDefaultActions": ["aws:pass"],
                "StatefulEngineOptions": {"RuleOrder": "STRICT_ORDER"},
            },
        ),
        drifts="firewallPolicy",
    ),
    Case(
        "aws:networkfirewall/firewall:Firewall",
        lambda world: {
            "vpcId": world.vpc.id,
            "firewallPolicyArn": world.firewall_policy(),
            "subnetMappings": [{"subnetId": world.subnet("eu-west-1a")}],
            "deleteProtection": False,
            "description": "egress",
            **_encrypted(world),
            **ML,
        },
        update=lambda world: {
            "subnetMappings": [{"subnetId": world.subnet("eu-west-1b")}, {"subnetId": world.subnet("eu-west-1c")}],
            "firewallPolicyArn": world.firewall_policy(),
            "description": "all egress",
            "encryptionConfiguration": None,
            **OPS,
        },
        replace=lambda world: {"vpcId": world.other_vpc.id},
        damage=lambda client, made: client("network-firewall").update_firewall_delete_protection(
            FirewallArn=made.id, DeleteProtection=True
        ),
        drifts="deleteProtection",
        also=(
            lambda world: {
                "vpcId": world.vpc.id,
                "firewallPolicyArn": world.firewall_policy(),
                "subnetMappings": [{"subnetId": world.subnet(), "ipAddressType": "IPV4"}],
                "subnetChangeProtection": True,
                "firewallPolicyChangeProtection": True,
            },
        ),
    ),
    Case(
        "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
        lambda world: {
            "firewallArn": world.firewall().id,
            "loggingConfiguration": _logs(world, "ALERT", "FLOW"),
        },
        update=lambda world: {"loggingConfiguration": _logs(world, "FLOW", "ALERT")},
        replace=lambda world: {"firewallArn": world.firewall().id},
        damage=lambda client, made: client("network-firewall").update_logging_configuration(
            FirewallArn=made.id,
            LoggingConfiguration={
                "LogDestinationConfigs": [
                    pascal(one, "logDestination", "logDestinationType", "logType")
                    for one in made.inputs["loggingConfiguration"]["logDestinationConfigs"][:1]
                ]
            },
        ),
        drifts="loggingConfiguration",
    ),
)

OTHERS = (
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        lambda _: {"retentionInDays": 30, "deletionProtectionEnabled": True, **ML},
        update=lambda _: {"retentionInDays": 90, "deletionProtectionEnabled": False, **OPS},
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("logs").put_retention_policy(logGroupName=made.id, retentionInDays=1),
        drifts="retentionInDays",
        also=(lambda world: {"kmsKeyId": world.key().outputs["arn"], "logGroupClass": "INFREQUENT_ACCESS"},),
    ),
    Case(
        "aws:cloudwatch/eventRule:EventRule",
        lambda _: {"eventPattern": '{"source": ["aws.ec2"]}', "state": "ENABLED", **ML},
        update=lambda _: {"eventPattern": '{"source": ["aws.health"]}', **OPS},
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("events").disable_rule(Name=made.id),
        drifts="state",
        also=(
            lambda world: {
                "scheduleExpression": "rate(1 day)",
                "description": "daily",
                "roleArn": world.role("events.amazonaws.com").outputs["arn"],
                "isEnabled": False,
            },
        ),
    ),
    Case(
        "aws:cloudwatch/eventTarget:EventTarget",
        lambda world: {"rule": world.rule(), "arn": world.queue().outputs["arn"]},
        update=lambda world: {"arn": world.queue().outputs["arn"]},
        replace=lambda world: {"rule": world.rule()},
        import_id=lambda made: f"{made.inputs['rule']}/{made.inputs['targetId']}",
        also=(
            lambda world: {
                "rule": world.rule(),
                "arn": world.queue().outputs["arn"],
                "inputPath": "$.detail",
                "roleArn": world.role("events.amazonaws.com").outputs["arn"],
                "retryPolicy": {"maximumRetryAttempts": 2, "maximumEventAgeInSeconds": 60},
                "deadLetterConfig": {"arn": world.queue().outputs["arn"]},
            },
            lambda world: {"rule": world.rule(), "arn": world.queue().outputs["arn"], "input": '{"a": 1}'},
            lambda world: {
                "rule": world.rule(),
                "arn": world.queue().outputs["arn"],
                "inputTransformer": {"inputPaths": {"id": "$.id"}, "inputTemplate": '"<id>"'},
            },
        ),
    ),
    Case(
        "aws:kms/key:Key",
        lambda _: {"description": "data", "enableKeyRotation": True, "deletionWindowInDays": 7, **ML},
        update=lambda _: {"description": "models", "enableKeyRotation": False, **OPS},
        replace=lambda _: {"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "RSA_2048", "enableKeyRotation": False},
        damage=lambda client, made: client("kms").disable_key_rotation(KeyId=made.id),
        drifts="enableKeyRotation",
        also=(
            lambda _: {"keyUsage": "SIGN_VERIFY", "customerMasterKeySpec": "RSA_2048", "multiRegion": True},
            lambda _: {"isEnabled": False, "policy": _key_policy()},
            lambda _: {"enableKeyRotation": True, "rotationPeriodInDays": 180},
        ),
    ),
    Case(
        "aws:kms/alias:Alias",
        lambda world: {"targetKeyId": world.key().id},
        update=lambda world: {"targetKeyId": world.key().outputs["arn"]},
        replace=lambda _: {"name": "alias/another"},
        damage=lambda client, made: client("kms").update_alias(
            AliasName=made.id, TargetKeyId=client("kms").create_key()["KeyMetadata"]["KeyId"]
        ),
        drifts="targetKeyId",
    ),
    Case(
        "aws:sqs/queue:Queue",
        lambda _: {"messageRetentionSeconds": 300, "sqsManagedSseEnabled": True, **ML},
        update=lambda _: {"messageRetentionSeconds": 600, **OPS},
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("sqs").set_queue_attributes(
            QueueUrl=made.id, Attributes={"MessageRetentionPeriod": "60"}
        ),
        drifts="messageRetentionSeconds",
        also=(
            lambda _: {
                "fifoQueue": True,
                "contentBasedDeduplication": True,
                "deduplicationScope": "messageGroup",
                "fifoThroughputLimit": "perMessageGroupId",
                "delaySeconds": 5,
                "maxMessageSize": 2048,
                "receiveWaitTimeSeconds": 3,
                "visibilityTimeoutSeconds": 60,
            },
            lambda world: {
                "kmsMasterKeyId": world.key().id,
                "kmsDataKeyReusePeriodSeconds": 600,
                "redrivePolicy": json.dumps(
                    {"deadLetterTargetArn": world.queue().outputs["arn"], "maxReceiveCount": 3}
                ),
                "policy": _queue_policy(world.queue(), "sqs:SendMessage"),
            },
        ),
    ),
    Case(
        "aws:sqs/queuePolicy:QueuePolicy",
        lambda world: {"queueUrl": (queue := world.queue()).id, "policy": _queue_policy(queue, "sqs:SendMessage")},
        update=lambda world: {"policy": _queue_policy(world.queue(), "sqs:ReceiveMessage")},
        replace=lambda world: {"queueUrl": world.queue().id},
        damage=lambda client, made: client("sqs").set_queue_attributes(
            QueueUrl=made.id, Attributes={"Policy": made.inputs["policy"].replace("SendMessage", "*")}
        ),
        drifts="policy",
    ),
    Case(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        lambda _: {
            "ecrRepositoryPrefix": "cache/github",
            "upstreamRegistryUrl": "ghcr.io",
            "credentialArn": f"{SECRETS}one-AbCdEf",
        },
        update=lambda _: {"credentialArn": f"{SECRETS}two-AbCdEf"},
        replace=lambda _: {"upstreamRegistryUrl": "quay.io"},
        damage=lambda client, made: client("ecr").update_pull_through_cache_rule(
            ecrRepositoryPrefix=made.id, credentialArn=f"{SECRETS}other-AbCdEf"
        ),
        drifts="credentialArn",
        also=(
            lambda _: {
                "ecrRepositoryPrefix": "cache/quay",
                "upstreamRegistryUrl": "quay.io",
                "upstreamRepositoryPrefix": "jetstack",
            },
            lambda world: {
                "ecrRepositoryPrefix": "cache/other",
                "upstreamRegistryUrl": "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
                "customRoleArn": world.role("ecr.amazonaws.com").outputs["arn"],
            },
        ),
    ),
    Case(
        "aws:ecr/repository:Repository",
        lambda _: {"imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True}, **ML},
        update=lambda _: {"imageScanningConfiguration": {"scanOnPush": False}, **OPS},
        replace=lambda _: {"encryptionConfigurations": [{"encryptionType": "KMS"}]},
        damage=lambda client, made: client("ecr").put_image_tag_mutability(
            repositoryName=made.id, imageTagMutability="MUTABLE"
        ),
        drifts="imageTagMutability",
        also=(
            lambda world: {
                "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": world.key().outputs["arn"]}],
                "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": [{"filter": "latest*", "filterType": "WILDCARD"}],
            },
        ),
    ),
    Case(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        lambda world: {"repository": world.repository(), "policy": _image_lifecycle(10)},
        replace=lambda _: {"policy": _image_lifecycle(20)},
        damage=lambda client, made: client("ecr").put_lifecycle_policy(
            repositoryName=made.id, lifecyclePolicyText=_image_lifecycle(1)
        ),
        drifts="policy",
    ),
    Case(
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
        lambda world: {"repository": world.repository(), "policy": _pull_policy("ecr:BatchGetImage")},
        update=lambda _: {"policy": _pull_policy("ecr:GetDownloadUrlForLayer")},
        replace=lambda world: {"repository": world.repository()},
        damage=lambda client, made: client("ecr").set_repository_policy(
            repositoryName=made.id, policyText=_pull_policy("ecr:*")
        ),
        drifts="policy",
    ),
    Case(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        lambda _: {"scanType": "ENHANCED", "rules": [_scanning("CONTINUOUS_SCAN")]},
        update=lambda _: {"rules": [_scanning("SCAN_ON_PUSH")]},
        damage=lambda client, _: client("ecr").put_registry_scanning_configuration(scanType="BASIC", rules=[]),
        drifts="scanType",
        # A registry always has one.
        stays=True,
    ),
    Case(
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        lambda _: {"replicationConfiguration": _copies("eu-central-1")},
        update=lambda _: {"replicationConfiguration": _copies("eu-north-1")},
        damage=lambda client, _: client("ecr").put_replication_configuration(
            replicationConfiguration=_copies("us-east-1")
        ),
        drifts="replicationConfiguration",
    ),
    Case(
        "aws:ecr/registryPolicy:RegistryPolicy",
        lambda _: {"policy": _registry_policy("ecr:ReplicateImage")},
        update=lambda _: {"policy": _registry_policy("ecr:CreateRepository", "ecr:BatchImportUpstreamImage")},
        damage=lambda client, _: client("ecr").put_registry_policy(
            policyText=_registry_policy("ecr:ReplicateImage", "ecr:CreateRepository")
        ),
        drifts="policy",
    ),
    Case(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        lambda _: {"prefix": "cache", "appliedFors": ["PULL_THROUGH_CACHE"], "description": "one"},
        update=lambda _: {"description": "two", "imageTagMutability": "IMMUTABLE"},
        replace=lambda _: {"prefix": "other"},
        damage=lambda client, made: client("ecr").update_repository_creation_template(
            prefix=made.id, description="by hand"
        ),
        drifts="description",
        also=(
            lambda world: {
                "prefix": "encrypted",
                "appliedFors": ["REPLICATION"],
                "customRoleArn": world.role("ecr.amazonaws.com").outputs["arn"],
                "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": world.key().outputs["arn"]}],
                "resourceTags": {"team": "ml"},
                "lifecyclePolicy": _image_lifecycle(7),
                "repositoryPolicy": _pull_policy("ecr:BatchGetImage"),
            },
            lambda _: {
                "prefix": "excluding",
                "appliedFors": ["PULL_THROUGH_CACHE"],
                "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": [{"filter": "latest*", "filterType": "WILDCARD"}],
            },
        ),
    ),
)


def _scanning(frequency: str) -> Properties:
    everything = [{"filter": "ml-dev/*", "filterType": "WILDCARD"}]
    return {"scanFrequency": frequency, "repositoryFilters": everything}


def _copies(region: str) -> Properties:
    destinations = [{"region": region, "registryId": "123456789012"}]
    filters = [{"filter": "ml-dev/", "filterType": "PREFIX_MATCH"}]
    return {"rules": [{"destinations": destinations, "repositoryFilters": filters}]}


def _registry_policy(*actions: str) -> str:
    repositories = "arn:aws:ecr:eu-west-1:123456789012:repository/*"
    principal = {"AWS": "arn:aws:iam::210987654321:root"}
    statement = {
        "Sid": "Copies",
        "Effect": "Allow",
        "Principal": principal,
        "Action": list(actions),
        "Resource": [repositories],
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _queue_policy(queue: Made, action: str) -> str:
    principal = {"Service": "events.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": queue.outputs["arn"]}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _key_policy() -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _pull_policy(action: str) -> str:
    statement = {"Sid": "Pull", "Effect": "Allow", "Principal": "*", "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _image_lifecycle(most: int) -> str:
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": most}
    return json.dumps({"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]})


def _bucket_policy(bucket: str, effect: str) -> str:
    statement = {
        "Effect": effect,
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _objects(bucket: str) -> Properties:
    fields = {
        "eventCategory": {"equals": ["Data"]},
        "resources.type": {"equals": ["AWS::S3::Object"]},
        "resources.ARN": {"startsWiths": [f"arn:aws:s3:::{bucket}/"]},
    }
    return {"name": "objects", "fieldSelectors": [{"field": field, **match} for field, match in fields.items()]}


def _management(event: str) -> Properties:
    selectors = [{"field": "eventCategory", "equals": ["Management"]}, {"field": "readOnly", "notEquals": [event]}]
    return {"name": "management", "fieldSelectors": selectors}


AUDIT = (
    Case(
        "aws:cloudtrail/trail:Trail",
        lambda world: {
            "s3BucketName": world.trail_bucket,
            "isMultiRegionTrail": True,
            "enableLogFileValidation": True,
            "kmsKeyId": world.key().outputs["arn"],
            "cloudWatchLogsGroupArn": f"{world.log_group().outputs['arn']}:*",
            "cloudWatchLogsRoleArn": world.role("cloudtrail.amazonaws.com").outputs["arn"],
            "advancedEventSelectors": [_management("false"), _objects("models")],
            **ML,
        },
        update=lambda _: {
            "enableLogging": False,
            "isMultiRegionTrail": False,
            "s3KeyPrefix": "audit",
            "kmsKeyId": None,
            "cloudWatchLogsGroupArn": None,
            "cloudWatchLogsRoleArn": None,
            "advancedEventSelectors": [_objects("others")],
            **OPS,
        },
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("cloudtrail").stop_logging(Name=made.id),
        drifts="enableLogging",
        also=(
            lambda world: {
                "s3BucketName": world.trail_bucket,
                "includeGlobalServiceEvents": False,
                "isOrganizationTrail": True,
                "eventSelectors": [
                    {
                        "readWriteType": "WriteOnly",
                        "includeManagementEvents": True,
                        "excludeManagementEventSources": ["kms.amazonaws.com"],
                        "dataResources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3:::models/"]}],
                    }
                ],
            },
        ),
    ),
    Case(
        "aws:guardduty/detector:Detector",
        # A region has one detector, so the shared one must go first.
        lambda world: world.without_detector() or {"findingPublishingFrequency": "ONE_HOUR", **ML},
        update=lambda _: {"enable": False, "findingPublishingFrequency": "SIX_HOURS", **OPS},
        damage=lambda client, made: client("guardduty").update_detector(DetectorId=made.id, Enable=False),
        drifts="enable",
    ),
    Case(
        "aws:guardduty/detectorFeature:DetectorFeature",
        lambda world: {
            "detectorId": world.detector,
            "name": "RUNTIME_MONITORING",
            "status": "ENABLED",
            "additionalConfigurations": [{"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}],
        },
        update=lambda _: {"additionalConfigurations": [{"name": "EKS_ADDON_MANAGEMENT", "status": "DISABLED"}]},
        replace=lambda _: {"name": "EKS_AUDIT_LOGS"},
        damage=lambda client, made: client("guardduty").update_detector(
            DetectorId=made.inputs["detectorId"], Features=[{"Name": "RUNTIME_MONITORING", "Status": "DISABLED"}]
        ),
        drifts="status",
        # The detector has every feature always, on or off.
        stays=True,
    ),
)


def _setting(
    token: str, first: Properties, second: Properties, drifts: str, damage: Callable[[Any, str], object]
) -> Case:
    return Case(
        f"aws:s3/{token[0].lower()}{token[1:]}:{token}",
        lambda world: {"bucket": world.bucket(), **first},
        update=lambda _: second,
        replace=lambda world: {"bucket": world.bucket()},
        damage=lambda client, made: damage(client("s3"), made.id),
        drifts=drifts,
        # AWS suspends versioning and resets encryption, it never takes them away.
        stays=token in {"BucketVersioning", "BucketServerSideEncryptionConfiguration"},
    )


def _replication(world: World, **rule: object) -> Properties:
    destination = {
        "bucket": f"arn:aws:s3:::{world.versioned_bucket()}",
        "storageClass": "STANDARD_IA",
        "encryptionConfiguration": {"replicaKmsKeyId": world.key().outputs["arn"]},
    }
    return {
        "rules": [
            {
                "id": "all",
                "status": "Enabled",
                "priority": 1,
                "filter": {"prefix": ""},
                "deleteMarkerReplication": {"status": "Disabled"},
                "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": "Enabled"}},
                "destination": destination,
                **rule,
            }
        ]
    }


S3 = (
    Case(
        "aws:s3/bucket:Bucket",
        lambda _: {"forceDestroy": True, **ML},
        update=lambda _: {"forceDestroy": False, **OPS},
        replace=lambda _: {"bucket": "another-bucket"},
        damage=lambda client, made: client("s3").put_bucket_tagging(
            Bucket=made.id, Tagging={"TagSet": [{"Key": "team", "Value": "someone"}]}
        ),
        drifts="tags",
        also=(lambda _: {"objectLockEnabled": True},),
    ),
    Case(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        lambda world: {
            "bucket": world.locked_bucket(),
            "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 30}},
        },
        update=lambda _: {"rule": {"defaultRetention": {"mode": "COMPLIANCE", "years": 1}}},
        replace=lambda world: {"bucket": world.locked_bucket()},
        damage=lambda client, made: client("s3").put_object_lock_configuration(
            Bucket=made.id, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
        ),
        drifts="rule",
        # AWS keeps Object Lock on for good; only the default retention goes.
        stays=True,
    ),
    _setting(
        "BucketVersioning",
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
        "versioningConfiguration",
        lambda s3, bucket: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}),
    ),
    _setting(
        "BucketPublicAccessBlock",
        {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True},
        {"restrictPublicBuckets": False},
        "blockPublicPolicy",
        lambda s3, bucket: s3.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True, "BlockPublicPolicy": False}
        ),
    ),
    _setting(
        "BucketServerSideEncryptionConfiguration",
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}]},
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        "rules",
        lambda s3, bucket: s3.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]
            },
        ),
    ),
    _setting(
        "BucketOwnershipControls",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
        "rule",
        lambda s3, bucket: s3.put_bucket_ownership_controls(
            Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}
        ),
    ),
    _setting(
        "BucketLifecycleConfiguration",
        {
            "rules": [
                {
                    "id": "old",
                    "status": "Enabled",
                    "filter": {"prefix": "logs/"},
                    "expiration": {"days": 30},
                    "noncurrentVersionExpiration": {"noncurrentDays": 7},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 3},
                },
                {
                    "id": "cold",
                    "status": "Enabled",
                    "filter": {},
                    "transitions": [{"days": 60, "storageClass": "STANDARD_IA"}],
                },
            ]
        },
        {
            "rules": [{"id": "old", "status": "Enabled", "filter": {"prefix": "logs/"}, "expiration": {"days": 90}}],
            "transitionDefaultMinimumObjectSize": "varies_by_storage_class",
        },
        "rules",
        lambda s3, bucket: s3.put_bucket_lifecycle_configuration(
            Bucket=bucket,
            LifecycleConfiguration={
                "Rules": [{"ID": "old", "Status": "Disabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]
            },
        ),
    ),
    Case(
        "aws:s3/bucketPolicy:BucketPolicy",
        lambda world: {"bucket": (bucket := world.bucket()), "policy": _bucket_policy(bucket, "Deny")},
        update=lambda world: {"policy": _bucket_policy(world.bucket(), "Deny").replace("s3:*", "s3:PutObject")},
        replace=lambda world: {"bucket": world.bucket()},
        damage=lambda client, made: client("s3").put_bucket_policy(
            Bucket=made.id, Policy=_bucket_policy(made.id, "Allow")
        ),
        drifts="policy",
    ),
    Case(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        lambda world: {
            "bucket": world.versioned_bucket(),
            "role": world.role("s3.amazonaws.com").outputs["arn"],
            **_replication(world),
        },
        update=lambda world: _replication(world, status="Disabled", filter={"prefix": "models/"}),
        replace=lambda world: {"bucket": world.versioned_bucket()},
        damage=lambda client, made: client("s3").put_bucket_replication(
            Bucket=made.id,
            ReplicationConfiguration={
                "Role": made.inputs["role"],
                "Rules": [
                    {
                        "ID": "all",
                        "Status": "Disabled",
                        "Priority": 1,
                        "Filter": {"Prefix": ""},
                        "DeleteMarkerReplication": {"Status": "Disabled"},
                        "Destination": {"Bucket": made.inputs["rules"][0]["destination"]["bucket"]},
                    }
                ],
            },
        ),
        drifts="rules",
    ),
    Case(
        "aws:s3/bucketLogging:BucketLogging",
        lambda world: {"bucket": world.bucket(), "targetBucket": world.log_bucket, "targetPrefix": "access/"},
        update=lambda _: {"targetPrefix": "other/"},
        replace=lambda world: {"bucket": world.bucket()},
        damage=lambda client, made: client("s3").put_bucket_logging(
            Bucket=made.id,
            BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": made.inputs["targetBucket"], "TargetPrefix": "x/"}},
        ),
        drifts="targetPrefix",
        also=(
            lambda world: {
                "bucket": world.bucket(),
                "targetBucket": world.log_bucket,
                "targetPrefix": "access/",
                "targetObjectKeyFormat": {"partitionedPrefix": {"partitionDateSource": "EventTime"}},
            },
        ),
    ),
)


EKS = (
    Case(
        "aws:eks/nodeGroup:NodeGroup",
        lambda world: {
            "clusterName": world.cluster,
            "nodeRoleArn": world.node_role,
            "subnetIds": world.subnets,
            "instanceTypes": ["g6.2xlarge"],
            "amiType": "AL2023_x86_64_NVIDIA",
            "scalingConfig": {"minSize": 0, "maxSize": 2, "desiredSize": 1},
            "labels": {"accelerator": "gpu"},
            "taints": [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
            **ML,
        },
        update=lambda _: {
            "scalingConfig": {"minSize": 0, "maxSize": 3, "desiredSize": 2},
            "labels": {"accelerator": "l4"},
            "taints": [{"key": "other", "effect": "NO_EXECUTE"}],
            **OPS,
        },
        replace=lambda _: {"instanceTypes": ["g6.4xlarge"]},
        damage=lambda client, made: client("eks").update_nodegroup_config(
            clusterName=made.inputs["clusterName"],
            nodegroupName=made.inputs["nodeGroupName"],
            scalingConfig={"minSize": 0, "maxSize": 1, "desiredSize": 0},
        ),
        drifts="scalingConfig",
        also=(
            lambda world: {
                "clusterName": world.cluster,
                "nodeRoleArn": world.node_role,
                "subnetIds": world.subnets,
                "scalingConfig": {"minSize": 0, "maxSize": 2, "desiredSize": 1},
                "capacityType": "SPOT",
                "diskSize": 50,
                "updateConfig": {"maxUnavailable": 2},
                "version": "1.35",
                "releaseVersion": world.release("1.35"),
            },
            lambda world: {
                "clusterName": world.cluster,
                "nodeRoleArn": world.node_role,
                "subnetIds": world.subnets,
                "scalingConfig": {"minSize": 0, "maxSize": 2, "desiredSize": 1},
                "launchTemplate": {"id": world.launch_template(), "version": "1"},
            },
        ),
    ),
    Case(
        "aws:eks/addon:Addon",
        lambda world: {
            "clusterName": world.cluster,
            "addonName": "coredns",
            "configurationValues": '{"replicaCount": 2}',
            **ML,
        },
        update=lambda _: {"configurationValues": '{"replicaCount": 3}', "resolveConflictsOnUpdate": "OVERWRITE", **OPS},
        replace=lambda _: {"addonName": "kube-proxy"},
        damage=lambda client, made: client("eks").update_addon(
            clusterName=made.inputs["clusterName"], addonName="coredns", configurationValues='{"replicaCount": 1}'
        ),
        drifts="configurationValues",
        also=(
            lambda world: {
                "clusterName": world.cluster,
                "addonName": "aws-ebs-csi-driver",
                "namespaceConfig": {"namespace": "storage"},
                "addonVersion": world.addon_version("aws-ebs-csi-driver"),
                "podIdentityAssociations": [
                    {
                        "serviceAccount": "ebs-csi-controller-sa",
                        "roleArn": world.role("pods.eks.amazonaws.com").outputs["arn"],
                    }
                ],
            },
            lambda world: {
                "clusterName": world.cluster,
                "addonName": "aws-ebs-csi-driver",
                "serviceAccountRoleArn": world.role("pods.eks.amazonaws.com").outputs["arn"],
            },
        ),
    ),
    Case(
        "aws:eks/accessEntry:AccessEntry",
        lambda world: {
            "clusterName": world.cluster,
            "principalArn": world.role().outputs["arn"],
            "kubernetesGroups": ["viewers"],
            **ML,
        },
        update=lambda _: {"kubernetesGroups": ["editors"], **OPS},
        replace=lambda world: {"principalArn": world.role().outputs["arn"]},
        damage=lambda client, made: client("eks").update_access_entry(
            clusterName=made.inputs["clusterName"],
            principalArn=made.inputs["principalArn"],
            kubernetesGroups=["admins"],
        ),
        drifts="kubernetesGroups",
        also=(
            lambda world: {
                "clusterName": world.cluster,
                "principalArn": world.role().outputs["arn"],
                "type": "EC2_LINUX",
            },
            lambda world: {
                "clusterName": world.cluster,
                "principalArn": world.role().outputs["arn"],
                "userName": "someone",
            },
        ),
    ),
    Case(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        lambda world: {
            "clusterName": world.cluster,
            "principalArn": world.access_entry().outputs["principalArn"],
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            "accessScope": {"type": "namespace", "namespaces": ["iris"]},
        },
        replace=lambda _: {"accessScope": {"type": "cluster"}},
        damage=lambda client, made: client("eks").associate_access_policy(
            **{name: made.inputs[name] for name in ("clusterName", "principalArn", "policyArn")},
            accessScope={"type": "cluster"},
        ),
        drifts="accessScope",
    ),
    Case(
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        lambda world: {
            "clusterName": world.cluster,
            "namespace": "iris",
            "serviceAccount": "iris",
            "roleArn": world.role("pods.eks.amazonaws.com").outputs["arn"],
            **ML,
        },
        update=lambda world: {"roleArn": world.role("pods.eks.amazonaws.com").outputs["arn"], **OPS},
        replace=lambda _: {"serviceAccount": "other"},
        import_id=lambda made: f"{made.inputs['clusterName']},{made.id}",
        also=(
            lambda world: {
                "clusterName": world.cluster,
                "namespace": "iris",
                "serviceAccount": "other",
                "roleArn": world.role("pods.eks.amazonaws.com").outputs["arn"],
                "targetRoleArn": world.role("pods.eks.amazonaws.com").outputs["arn"],
                "disableSessionTags": True,
                "policy": allow("s3:GetObject"),
            },
        ),
    ),
    # Last: the account holds one cluster at a time, so the shared one must go first.
    Case(
        "aws:eks/cluster:Cluster",
        lambda world: {
            "roleArn": world.without_cluster().role("eks.amazonaws.com").outputs["arn"],
            "vpcConfig": {"subnetIds": world.subnets, "endpointPrivateAccess": True, "endpointPublicAccess": False},
            "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": True},
            "enabledClusterLogTypes": ["api", "audit"],
            "encryptionConfig": {"provider": {"keyArn": world.key().outputs["arn"]}, "resources": ["secrets"]},
            "upgradePolicy": {"supportType": "STANDARD"},
            "version": "1.34",
            **ML,
        },
        update=lambda _: {
            "enabledClusterLogTypes": ["audit"],
            "version": "1.35",
            **OPS,
        },
        replace=lambda _: {"accessConfig": {"bootstrapClusterCreatorAdminPermissions": False}},
        damage=lambda client, made: client("eks").update_cluster_config(
            name=made.id, resourcesVpcConfig={"endpointPublicAccess": True}
        ),
        drifts="vpcConfig",
        also=(
            lambda world: {
                "roleArn": world.without_cluster().role("eks.amazonaws.com").outputs["arn"],
                "vpcConfig": {"subnetIds": world.subnets},
                "bootstrapSelfManagedAddons": False,
                "deletionProtection": False,
                "kubernetesNetworkConfig": {"ipFamily": "ipv4", "serviceIpv4Cidr": "10.100.0.0/16"},
                "zonalShiftConfig": {"enabled": True},
            },
        ),
    ),
)


def _notified(threshold: float, *addresses: str, **changes: object) -> Properties:
    return {
        "comparisonOperator": "GREATER_THAN",
        "notificationType": "ACTUAL",
        "threshold": threshold,
        "thresholdType": "PERCENTAGE",
        "subscriberEmailAddresses": list(addresses),
        **changes,
    }


MONTH = {"budgetType": "COST", "timeUnit": "MONTHLY", "limitAmount": "100.0", "limitUnit": "USD"}
BUDGETS = (
    Case(
        "aws:budgets/budget:Budget",
        lambda _: {
            **MONTH,
            "filterExpression": {
                "ands": [
                    {"tags": {"key": "team", "values": ["ml"]}},
                    {"not": {"dimensions": {"key": "REGION", "values": ["us-east-1"]}}},
                ]
            },
            "metrics": "UnblendedCost",
            "notifications": [_notified(80, "a@example.com"), _notified(100, "a@example.com")],
            **ML,
        },
        update=lambda _: {
            "limitAmount": "200.0",
            "notifications": [_notified(80, "a@example.com", "b@example.com"), _notified(90, "a@example.com")],
            **OPS,
        },
        replace=lambda _: {"name": "another"},
        damage=lambda client, made: client("budgets").delete_notification(
            AccountId=made.outputs["accountId"],
            BudgetName=made.outputs["name"],
            Notification=pascal(
                made.inputs["notifications"][1], "comparisonOperator", "notificationType", "threshold", "thresholdType"
            ),
        ),
        drifts="notifications",
        also=(
            lambda _: {
                **MONTH,
                "accountId": "123456789012",
                "costFilters": [{"name": "TagKeyValue", "values": ["user:team$ml"]}],
                "costTypes": {"includeTax": False},
                "timePeriodStart": "2026-11-01_00:00",
                "timePeriodEnd": "2027-11-01_00:00",
                "notifications": [
                    _notified(
                        50.5,
                        "a@example.com",
                        thresholdType="ABSOLUTE_VALUE",
                        subscriberSnsTopicArns=["arn:aws:sns:eu-west-1:123456789012:bills"],
                    )
                ],
            },
        ),
    ),
)


def _mounting(action: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]})


EFS = (
    Case(
        "aws:efs/fileSystem:FileSystem",
        lambda world: {
            "encrypted": True,
            "kmsKeyId": world.key().outputs["arn"],
            "throughputMode": "elastic",
            "lifecyclePolicies": [{"transitionToIa": "AFTER_30_DAYS"}],
            "protection": {"replicationOverwrite": "ENABLED"},
            **ML,
        },
        update=lambda _: {
            "throughputMode": "provisioned",
            "provisionedThroughputInMibps": 8,
            "lifecyclePolicies": [{"transitionToIa": "AFTER_7_DAYS"}, {"transitionToArchive": "AFTER_90_DAYS"}],
            "protection": {"replicationOverwrite": "DISABLED"},
            **OPS,
        },
        replace=lambda world: {"kmsKeyId": world.key().outputs["arn"]},
        damage=lambda client, made: client("efs").put_lifecycle_configuration(
            FileSystemId=made.id, LifecyclePolicies=[{"TransitionToIA": "AFTER_1_DAY"}]
        ),
        drifts="lifecyclePolicies",
        also=(
            lambda _: {
                "creationToken": "own",
                "performanceMode": "maxIO",
                "lifecyclePolicies": [{"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"}],
            },
            lambda _: {"availabilityZoneName": "eu-west-1a"},
        ),
    ),
    Case(
        "aws:efs/mountTarget:MountTarget",
        lambda world: {
            "fileSystemId": world.file_system(),
            "subnetId": world.subnet(),
            "securityGroups": [world.security_group()],
        },
        update=lambda world: {"securityGroups": [world.security_group()]},
        replace=lambda world: {"subnetId": world.subnet("eu-west-1b")},
        damage=lambda client, made: client("efs").modify_mount_target_security_groups(
            MountTargetId=made.id,
            SecurityGroups=[
                client("ec2").describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])[
                    "SecurityGroups"
                ][0]["GroupId"]
            ],
        ),
        drifts="securityGroups",
        also=(lambda world: {"fileSystemId": world.file_system(), **world.address_in_subnet()},),
    ),
    Case(
        "aws:efs/accessPoint:AccessPoint",
        lambda world: {
            "fileSystemId": world.file_system(),
            "posixUser": {"uid": 10001, "gid": 10001, "secondaryGids": [10002]},
            "rootDirectory": {
                "path": "/iris",
                "creationInfo": {"ownerUid": 10001, "ownerGid": 10001, "permissions": "0750"},
            },
            **ML,
        },
        update=lambda _: OPS,
        replace=lambda _: {"posixUser": {"uid": 10003, "gid": 10003}},
        damage=lambda client, made: client("efs").tag_resource(
            ResourceId=made.id, Tags=[{"Key": "team", "Value": "someone"}]
        ),
        drifts="tags",
    ),
    Case(
        "aws:efs/fileSystemPolicy:FileSystemPolicy",
        lambda world: {
            "fileSystemId": world.file_system(),
            "policy": _mounting("elasticfilesystem:ClientMount"),
            "bypassPolicyLockoutSafetyCheck": False,
        },
        update=lambda _: {"policy": _mounting("elasticfilesystem:ClientWrite")},
        replace=lambda world: {"fileSystemId": world.file_system()},
        damage=lambda client, made: client("efs").put_file_system_policy(FileSystemId=made.id, Policy=_mounting("*")),
        drifts="policy",
    ),
    Case(
        "aws:efs/backupPolicy:BackupPolicy",
        lambda world: {"fileSystemId": world.file_system(), "backupPolicy": {"status": "ENABLED"}},
        update=lambda _: {"backupPolicy": {"status": "DISABLED"}},
        replace=lambda world: {"fileSystemId": world.file_system()},
        damage=lambda client, made: client("efs").put_backup_policy(
            FileSystemId=made.id, BackupPolicy={"Status": "DISABLED"}
        ),
        drifts="backupPolicy",
        stays=True,
    ),
)

CASES = (*EC2, *IAM, *NETWORK_FIREWALL, *OTHERS, *AUDIT, *BUDGETS, *S3, *EKS, *EFS)
