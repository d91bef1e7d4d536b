"""Firewalls of AWS Network Firewall, and where they log to."""

from typing import Any

from sandbox.aws.provider.api import camel, part, parts, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, GoneError, ResourceType
from sandbox.aws.provider.services.network_firewall_rules import NAME, TAGGING, encryption, encryption_told, tags
from sandbox.aws.provider.waiting import wait
from sandbox.provider.values import Properties

_PLAIN = ("deleteProtection", "description", "firewallPolicyArn", "firewallPolicyChangeProtection",
          "subnetChangeProtection", "vpcId")  # fmt: skip
_READY_SECONDS = 1800


def _create(call: Call) -> str:
    answer = call.client.create_firewall(
        **pascal(call.inputs, *_PLAIN, name="FirewallName"),
        SubnetMappings=_mappings(parts(call.inputs, "subnetMappings")),
        **encryption(call),
        **tags(call),
    )
    id_ = answer["Firewall"]["FirewallArn"]
    _wait(call, id_)
    return id_


def _wait(call: Call, id_: str) -> dict[str, Any]:
    return wait(
        call,
        lambda: call.client.describe_firewall(FirewallArn=id_),
        lambda told: told["FirewallStatus"]["Status"] == "READY",
        f"firewall {id_}",
        _READY_SECONDS,
    )


def _mappings(mappings: list[Properties]) -> list[dict[str, Any]]:
    return [pascal(one, "subnetId", ipAddressType="IPAddressType") for one in mappings]


def _read(call: Call) -> Properties:
    told = call.client.describe_firewall(FirewallArn=call.id)
    firewall, status = told["Firewall"], told["FirewallStatus"]
    states = sorted(part(status, "SyncStates").items())
    return {
        "arn": call.id,
        **camel(firewall, *_PLAIN, name="FirewallName"),
        "subnetMappings": [
            camel(one, "subnetId", ipAddressType="IPAddressType") for one in parts(firewall, "SubnetMappings")
        ],
        "firewallStatuses": [
            {
                "syncStates": [
                    {"availabilityZone": zone, "attachments": [camel(state["Attachment"], "endpointId", "subnetId")]}
                    for zone, state in states
                ]
            }
        ],
        "updateToken": told["UpdateToken"],
        **encryption_told(firewall),
        **tag_map(parts(firewall, "Tags")),
    }


def _update(call: Call) -> None:
    client, named = call.client, {"FirewallArn": call.id}
    # As the real provider: what protects something is changed before what it protects.
    if call.changed("deleteProtection"):
        client.update_firewall_delete_protection(**named, DeleteProtection=bool(call["deleteProtection"]))
    if call.changed("description"):
        client.update_firewall_description(**named, Description=call["description"] or "")
    if call.changed("encryptionConfiguration"):
        client.update_firewall_encryption_configuration(**named, **encryption(call))
    if call.changed("firewallPolicyChangeProtection"):
        client.update_firewall_policy_change_protection(
            **named, FirewallPolicyChangeProtection=bool(call["firewallPolicyChangeProtection"])
        )
    if call.changed("firewallPolicyArn"):
        client.associate_firewall_policy(**named, FirewallPolicyArn=call["firewallPolicyArn"])
    if call.changed("subnetChangeProtection"):
        client.update_subnet_change_protection(**named, SubnetChangeProtection=bool(call["subnetChangeProtection"]))
    _update_subnets(call)


def _update_subnets(call: Call) -> None:
    old = {one["subnetId"]: one for one in parts(call.old, "subnetMappings")}
    new = {one["subnetId"]: one for one in parts(call.inputs, "subnetMappings")}
    if added := [one for subnet, one in new.items() if subnet not in old]:
        call.client.associate_subnets(FirewallArn=call.id, SubnetMappings=_mappings(added))
        _wait(call, call.id)
    if removed := [subnet for subnet in old if subnet not in new]:
        call.client.disassociate_subnets(FirewallArn=call.id, SubnetIds=removed)
        _wait(call, call.id)


def _log_to(call: Call) -> None:
    wanted = parts(call["loggingConfiguration"], "logDestinationConfigs")
    configs = [pascal(one, "logDestination", "logDestinationType", "logType") for one in wanted]
    if parts(part(_logging(call), "LoggingConfiguration"), "LogDestinationConfigs"):
        _stop_logging(call)
    # One more with each request: AWS takes one change at a time.
    for number in range(1, len(configs) + 1):
        call.client.update_logging_configuration(
            FirewallArn=call["firewallArn"], LoggingConfiguration={"LogDestinationConfigs": configs[:number]}
        )


def _create_logging(call: Call) -> str:
    _log_to(call)
    return call["firewallArn"]


def _logging(call: Call) -> dict[str, Any]:
    return call.client.describe_logging_configuration(FirewallArn=call.id or call["firewallArn"])


def _read_logging(call: Call) -> Properties:
    configs = parts(part(_logging(call), "LoggingConfiguration"), "LogDestinationConfigs")
    if not configs:
        raise GoneError
    told = [camel(one, "logDestination", "logDestinationType", "logType") for one in configs]
    return {"firewallArn": call.id, "loggingConfiguration": {"logDestinationConfigs": told}}


def _stop_logging(call: Call) -> None:
    configs = parts(part(_logging(call), "LoggingConfiguration"), "LogDestinationConfigs")
    for number in reversed(range(len(configs))):
        call.client.update_logging_configuration(
            FirewallArn=call.id or call["firewallArn"], LoggingConfiguration={"LogDestinationConfigs": configs[:number]}
        )


TYPES = (
    ResourceType(
        sdk_type="aws:networkfirewall/firewall:Firewall",
        service="network-firewall",
        create=_create,
        read=_read,
        update=_update,
        delete=lambda call: call.client.delete_firewall(FirewallArn=call.id),
        name=NAME,
        tagging=TAGGING,
        volatile=frozenset({"updateToken"}),
        volatile_when=lambda old, new: (
            () if old.get("subnetMappings") == new.get("subnetMappings") else ("firewallStatuses",)
        ),
        not_emulated=frozenset(
            {
                "availabilityZoneChangeProtection",
                "availabilityZoneMappings",
                "enabledAnalysisTypes",
                "transitGatewayId",
            }
        ),
    ),
    ResourceType(
        sdk_type="aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
        service="network-firewall",
        create=_create_logging,
        read=_read_logging,
        update=_log_to,
        delete=_stop_logging,
        not_emulated=frozenset({"enableMonitoringDashboard"}),
    ),
)
