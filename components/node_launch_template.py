"""Launch template of EKS nodes: the safe way to start one, in one place."""

from collections.abc import Mapping

import pulumi_aws as aws
from pulumi import Input, ResourceOptions


def node_launch_template(
    name: str, *, disk_size_gib: Input[int], key_arn: Input[str], tags: Mapping[str, Input[str]], opts: ResourceOptions
) -> aws.ec2.LaunchTemplate:
    """A launch template with IMDSv2 that pods cannot reach and an encrypted volume; no SSH key, no public address."""
    node_tags = {"Name": name, **tags}
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
        update_default_version=True,
        opts=opts,
    )
