"""Launch template of EKS nodes: the safe way to start one, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, ResourceOptions


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
        update_default_version=True,
        opts=opts,
    )
