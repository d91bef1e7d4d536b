"""VPC flow logs."""

from sandbox.aws.provider.api import camel, parts, pascal, tag_map
from sandbox.aws.provider.resource_type import Call, ResourceType, only
from sandbox.aws.provider.services.ec2_tags import EC2_TAGGING, tagged
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_SOURCES = {"vpcId": "VPC", "subnetId": "Subnet"}
_SOURCE_OF_ID = {"vpc": "vpcId", "subnet": "subnetId"}


def _create(call: Call) -> str:
    source = next(name for name in _SOURCES if call[name])
    parameters = pascal(
        call.inputs, "trafficType", "logDestination", "logDestinationType", "logFormat", "maxAggregationInterval",
        iamRoleArn="DeliverLogsPermissionArn",
    )  # fmt: skip
    answer = call.client.create_flow_logs(
        ResourceIds=[call[source]], ResourceType=_SOURCES[source], **parameters, **tagged(call, "vpc-flow-log")
    )
    for failed in parts(answer, "Unsuccessful"):
        error = failed["Error"]
        message = f"CreateFlowLogs: {error['Code']}: {error['Message']}"
        raise ProviderError(message)
    return answer["FlowLogIds"][0]


def _read(call: Call) -> Properties:
    log = only(call.client.describe_flow_logs(FlowLogIds=[call.id])["FlowLogs"])
    source = _SOURCE_OF_ID[log["ResourceId"].split("-")[0]]
    return {
        **camel(log, "trafficType", "logDestination", "logDestinationType", "logFormat", "maxAggregationInterval",
                iamRoleArn="DeliverLogsPermissionArn"),
        source: log["ResourceId"],
        "arn": call.arn(f"vpc-flow-log/{call.id}"),
        **tag_map(log.get("Tags")),
    }  # fmt: skip


TYPES = (
    ResourceType(
        sdk_type="aws:ec2/flowLog:FlowLog",
        service="ec2",
        create=_create,
        read=_read,
        delete=lambda call: call.client.delete_flow_logs(FlowLogIds=[call.id]),
        tagging=EC2_TAGGING,
        not_emulated=frozenset(
            {
                "deliverCrossAccountRole",
                "destinationOptions",
                "eniId",
                "regionalNatGatewayId",
                "tagFieldSpecifications",
                "transitGatewayAttachmentId",
                "transitGatewayId",
            }
        ),
    ),
)
