"""The interruption queue: AWS tells Karpenter which nodes are about to go."""

import json
from typing import TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import karpenter_permissions

EVENTS = {
    "health-event": ("aws.health", "AWS Health Event"),
    "spot-interruption": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "instance-state-change": ("aws.ec2", "EC2 Instance State-change Notification"),
    "capacity-reservation": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
}


class InterruptionQueueArgs(TypedDict):
    """What an InterruptionQueue is made from."""

    queue_name: Input[str]
    """Name of the queue, which Karpenter is told."""
    queue_arn: str
    """Its ARN, as text, so that its policy can be checked before the queue exists."""


class InterruptionQueue(ComponentResource):
    """An encrypted queue with the events that end a node: spot, health, rebalancing, state changes."""

    queue_name: Output[str]
    """Name of the queue."""

    def __init__(self, name: str, args: InterruptionQueueArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:InterruptionQueue", name, None, opts)
        here = ResourceOptions(parent=self)
        queue = aws.sqs.Queue(
            f"{name}-queue",
            name=args["queue_name"],
            message_retention_seconds=300,
            sqs_managed_sse_enabled=True,
            opts=here,
        )
        aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=queue.id,
            policy=karpenter_permissions.interruption_queue(args["queue_arn"]),
            opts=here,
        )
        for event, (source, detail_type) in EVENTS.items():
            rule = aws.cloudwatch.EventRule(
                f"{name}-{event}",
                description=f"To Karpenter: {detail_type}",
                event_pattern=json.dumps({"source": [source], "detail-type": [detail_type]}),
                opts=here,
            )
            aws.cloudwatch.EventTarget(f"{name}-{event}-target", rule=rule.name, arn=queue.arn, opts=here)
        self.queue_name = queue.name
        self.register_outputs({"queue_name": self.queue_name})
