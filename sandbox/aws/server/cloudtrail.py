"""CloudTrail: trails that AWS would refuse are refused; event selectors, tags and the trail's end as AWS has them."""

import json

from werkzeug import Response

from sandbox.aws.server.bucket_policies import lets
from sandbox.aws.server.calls import AwsError, Call, succeeded
from sandbox.aws.server.shapes import Shape, items

_WRITER = "cloudtrail.amazonaws.com"
_NEEDED = ("s3:GetBucketAcl", "s3:PutObject")


def create_trail(call: Call) -> Response:
    """Refuse a second trail of the name, half of the CloudWatch settings, and a bucket that CloudTrail cannot use."""
    name = call.params["Name"]
    if name in call.backend("cloudtrail").trails:
        raise AwsError("TrailAlreadyExistsException", f"Trail {name} already exists for customer: {call.account}")
    _check_cloudwatch(call)
    _check_bucket(call)
    return call.forward()


def update_trail(call: Call) -> Response:
    """Refuse what creating it would refuse."""
    _check_cloudwatch(call)
    if "S3BucketName" in call.params:
        _check_bucket(call)
    return call.forward()


def delete_trail(call: Call) -> Shape:
    """Delete the trail by name or ARN; moto knows the name only and forgets nobody else."""
    trail = call.backend("cloudtrail").get_trail(call.params["Name"])
    del call.backend("cloudtrail").trails[trail.trail_name]
    return {}


def describe_trails(call: Call) -> Response:
    """Return the trails that are asked for, and whether they choose their events."""
    response = call.forward()
    if not succeeded(response):
        return response
    wanted = items(call.params, "trailNameList")
    found: list[Shape] = json.loads(response.get_data())["trailList"]
    chosen = [one for one in found if not wanted or one["Name"] in wanted or one["TrailARN"] in wanted]
    for one in chosen:
        trail = call.backend("cloudtrail").get_trail(one["TrailARN"])
        one["HasCustomEventSelectors"] = bool(trail.event_selectors or trail.advanced_event_selectors)
        one["HasInsightSelectors"] = bool(trail.insight_selectors)
    return call.answer({"trailList": chosen})


def put_event_selectors(call: Call) -> Shape:
    """Choose the events; the new choice takes the place of the old one."""
    trail = call.backend("cloudtrail").get_trail(call.params["TrailName"])
    trail.event_selectors = items(call.params, "EventSelectors")
    trail.advanced_event_selectors = items(call.params, "AdvancedEventSelectors")
    if bool(trail.event_selectors) == bool(trail.advanced_event_selectors):
        message = "You must specify either EventSelectors or AdvancedEventSelectors."
        raise AwsError("InvalidEventSelectorsException", message)
    return {"TrailARN": trail.arn, **{name: value for name, value in call.params.items() if name != "TrailName"}}


def _check_cloudwatch(call: Call) -> None:
    group, role = call.params.get("CloudWatchLogsLogGroupArn"), call.params.get("CloudWatchLogsRoleArn")
    if bool(group) != bool(role):
        message = "You must specify both the CloudWatch Logs log group ARN and the CloudWatch Logs role ARN."
        raise AwsError("InvalidParameterCombinationException", message)
    if group and not group.endswith(":*"):
        raise AwsError("InvalidCloudWatchLogsLogGroupArnException", "The log group ARN must end with :*.")


def _check_bucket(call: Call) -> None:
    name = call.params["S3BucketName"]
    buckets = call.backend("s3").buckets
    if name not in buckets:
        raise AwsError("S3BucketDoesNotExistException", f"S3 bucket {name} does not exist!")
    if not all(lets(buckets[name], _WRITER, needed) for needed in _NEEDED):
        message = f"Incorrect S3 bucket policy is detected for bucket: {name}"
        raise AwsError("InsufficientS3BucketPolicyException", message)


OPERATIONS = {
    "CreateTrail": create_trail,
    "DeleteTrail": delete_trail,
    "DescribeTrails": describe_trails,
    "PutEventSelectors": put_event_selectors,
    "UpdateTrail": update_trail,
}
