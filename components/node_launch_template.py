"""Launch template of EKS nodes: the safe way to start one, in one place."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from components.efa_fabric import Fabric


@dataclass(frozen=True)
class Reservation:
    """A capacity reservation that instances start in, and nowhere else."""

    id: str
    instance_type: str
    capacity_block: bool
    """Whether it is a capacity block, a reservation for a time that was bought in advance."""


def node_launch_template(
    name: str,
    *,
    disk_size_gib: Input[int],
    key_arn: Input[str],
    tags: Mapping[str, Input[str]],
    reservation: Reservation | None = None,
    disk_throughput_mibps: int | None = None,
    user_data: str | None = None,
    fabric: Fabric | None = None,
    opts: ResourceOptions,
) -> aws.ec2.LaunchTemplate:
    """A launch template with IMDSv2 that pods cannot reach and an encrypted volume; no SSH key, no public address."""
    node_tags = {"Name": name, **tags}
    block = reservation is not None and reservation.capacity_block
    return aws.ec2.LaunchTemplate(
        f"{name}-launch-template",
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
            "instance_metadata_tags": "disabled",
        },
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_size": disk_size_gib,
                    "volume_type": "gp3",
                    "throughput": disk_throughput_mibps,
                    "encrypted": "true",
                    "kms_key_id": key_arn,
                    "delete_on_termination": "true",
                },
            }
        ],
        # Default tags of the provider do not reach what a launch template starts.
        tag_specifications=[
            {"resource_type": kind, "tags": node_tags} for kind in ("instance", "volume", "network-interface")
        ],
        capacity_reservation_specification={"capacity_reservation_target": {"capacity_reservation_id": reservation.id}}
        if reservation
        else None,
        instance_market_options={"market_type": "capacity-block"} if block else None,
        instance_type=reservation.instance_type if reservation and block else None,
        network_interfaces=_network_interfaces(fabric) if fabric else None,
        placement={"group_name": fabric.placement_group_name} if fabric and fabric.placement_group_name else None,
        user_data=b64encode(user_data.encode()).decode() if user_data else None,
        update_default_version=True,
        opts=opts,
    )


def _network_interfaces(fabric: Fabric) -> list[aws.ec2.LaunchTemplateNetworkInterfaceArgsDict]:
    return [
        {
            "network_card_index": one.card,
            "device_index": one.device,
            "interface_type": one.kind,
            "security_groups": list(fabric.security_group_ids),
            "delete_on_termination": "true",
            # Refused for interfaces that have no addresses at all.
            "associate_public_ip_address": "false" if one.kind == "interface" else None,
        }
        for one in fabric.interfaces
    ]
