"""The egress firewall: who leaves the VPC by its NAT gateways is looked at, and meets allow-listed hosts only."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions
from pulumi_aws.networkfirewall.outputs import FirewallFirewallStatus

from components import egress_rules


class Inspection(TypedDict):
    """What may leave, and how the firewall is kept and logged."""

    firewall_name: Input[str]
    """Name of the firewall, by which people find it."""
    allowed_hosts: Sequence[Input[str]]
    """Hosts that may be called: `host.example.com`, or `.example.com` for a domain and all below it."""
    key_arn: Input[str]
    """KMS key of the firewall, its rules and its log groups; its policy must let CloudWatch Logs use it."""
    log_group_prefix: str
    """What the names of both log groups begin with; `/alerts` and `/flows` follow."""
    retention_days: NotRequired[Input[int]]
    """Days that the log groups keep the logs. Default: 365."""
    deletion_protection: NotRequired[Input[bool]]
    """Whether AWS refuses to delete the firewall. Default: true."""
    change_protection: NotRequired[Input[bool]]
    """Whether AWS refuses to move the firewall to other subnets or to another policy. Default: true."""


class EgressFirewallArgs(TypedDict):
    """What an EgressFirewall is made from."""

    vpc_id: Input[str]
    """VPC whose traffic is inspected."""
    subnet_ids: Mapping[str, Input[str]]
    """Subnet of the firewall in each zone that has one; nothing else may be there."""
    home_cidrs: Sequence[Input[str]]
    """Address ranges of the VPC, pods included: what comes from there is inspected."""
    inspection: Inspection
    """What may leave, and how the firewall is kept and logged."""


class EgressFirewall(ComponentResource):
    """AWS Network Firewall with one endpoint per zone: TLS and HTTP to allow-listed hosts pass, all else is dropped."""

    firewall_arn: Output[str]
    """ARN of the firewall."""
    endpoint_ids: Mapping[str, Output[str]]
    """VPC endpoint of the firewall in each zone, for routes."""

    def __init__(self, name: str, args: EgressFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:EgressFirewall", name, None, opts)
        here = ResourceOptions(parent=self)
        wanted = args["inspection"]
        encryption: aws.networkfirewall.FirewallEncryptionConfigurationArgsDict = {
            "type": "CUSTOMER_KMS",
            "key_id": wanted["key_arn"],
        }
        other_ways = aws.networkfirewall.RuleGroup(
            f"{name}-other-ways",
            type="STATEFUL",
            capacity=egress_rules.OTHER_WAYS_CAPACITY,
            description="Nothing leaves but HTTP and HTTPS",
            rule_group=egress_rules.other_ways(),
            encryption_configuration=encryption,
            opts=here,
        )
        hosts = aws.networkfirewall.RuleGroup(
            f"{name}-hosts",
            type="STATEFUL",
            capacity=egress_rules.HOSTS_CAPACITY,
            description="Hosts that may be called",
            rule_group=egress_rules.hosts(wanted["allowed_hosts"]),
            encryption_configuration=encryption,
            opts=here,
        )
        policy = aws.networkfirewall.FirewallPolicy(
            f"{name}-policy",
            description="What no rule lets through is dropped and logged",
            firewall_policy=egress_rules.policy(args["home_cidrs"], [other_ways.arn, hosts.arn]),
            encryption_configuration=encryption,
            opts=here,
        )
        firewall = aws.networkfirewall.Firewall(
            f"{name}-firewall",
            name=wanted["firewall_name"],
            vpc_id=args["vpc_id"],
            firewall_policy_arn=policy.arn,
            subnet_mappings=[{"subnet_id": subnet_id} for subnet_id in args["subnet_ids"].values()],
            delete_protection=wanted.get("deletion_protection", True),
            subnet_change_protection=wanted.get("change_protection", True),
            firewall_policy_change_protection=wanted.get("change_protection", True),
            encryption_configuration=encryption,
            opts=here,
        )
        logs = {
            kind: aws.cloudwatch.LogGroup(
                f"{name}-{kind}-log-group",
                name=f"{wanted['log_group_prefix']}/{kind}",
                kms_key_id=wanted["key_arn"],
                retention_in_days=wanted.get("retention_days", 365),
                opts=here,
            )
            for kind in ("alerts", "flows")
        }
        aws.networkfirewall.LoggingConfiguration(
            f"{name}-logging",
            firewall_arn=firewall.arn,
            logging_configuration={
                "log_destination_configs": [
                    {
                        "log_type": log_type,
                        "log_destination_type": "CloudWatchLogs",
                        "log_destination": {"logGroup": logs[kind].name},
                    }
                    for log_type, kind in (("ALERT", "alerts"), ("FLOW", "flows"))
                ]
            },
            opts=here,
        )
        self.firewall_arn = firewall.arn
        self.endpoint_ids = {
            zone: firewall.firewall_statuses.apply(partial(endpoint_in, zone)) for zone in args["subnet_ids"]
        }
        self.register_outputs({"firewall_arn": self.firewall_arn, "endpoint_ids": self.endpoint_ids})


def endpoint_in(zone: str, statuses: Sequence[FirewallFirewallStatus]) -> str:
    """The endpoint that a firewall has in a zone."""
    return next(
        str(attachment.endpoint_id)
        for status in statuses
        for state in status.sync_states or []
        if state.availability_zone == zone
        for attachment in state.attachments or []
    )
