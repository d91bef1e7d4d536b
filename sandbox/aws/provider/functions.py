"""The functions (`aws.get_…`) that the stand-in knows."""

from collections.abc import Callable
from typing import Any

from sandbox.aws.provider.api import parts
from sandbox.aws.provider.catalogue import resource_type
from sandbox.aws.provider.clients import Aws
from sandbox.aws.provider.policy_documents import policy_document
from sandbox.aws.provider.resource_type import Call
from sandbox.aws.provider.sdk import arguments as sdk_arguments
from sandbox.aws.provider.validation import failures, not_emulated
from sandbox.provider.errors import CheckError, Failure, ProviderError
from sandbox.provider.values import Properties

# Every argument has a default in the SDK, required ones too.
_REQUIRED = frozenset({
    ("aws:eks/getCluster:getCluster", "name"),
    ("aws:iam/getSessionContext:getSessionContext", "arn"),
    ("aws:ssm/getParameter:getParameter", "name"),
})  # fmt: skip
_NOT_EMULATED = frozenset({"id", "endpoint", "tags", "overrideJson", "sourceJson"})


def invoke(token: str, aws: Aws, arguments: Properties) -> Properties:
    """Call a function, CheckError with what is wrong with its arguments, or ProviderError that names it."""
    if token not in FUNCTIONS:
        message = f"the sandbox's AWS does not know the function '{token}'; it knows: {', '.join(sorted(FUNCTIONS))}"
        raise ProviderError(message)
    given = {name: value for name, value in arguments.items() if value is not None}
    wrong = [*failures(given, sdk_arguments(token)), *not_emulated(given, _NOT_EMULATED)]
    wrong += [
        Failure(name, "required argument is missing") for of, name in _REQUIRED if of == token and name not in given
    ]
    if wrong:
        raise CheckError(wrong)
    return FUNCTIONS[token](aws, given)


def _caller_identity(aws: Aws, _arguments: Properties) -> Properties:
    identity = aws.identity
    return {
        "id": identity["Account"],
        "accountId": identity["Account"],
        "arn": identity["Arn"],
        "userId": identity["UserId"],
    }


def _partition(aws: Aws, _arguments: Properties) -> Properties:
    suffix = "amazonaws.com.cn" if aws.partition == "aws-cn" else "amazonaws.com"
    reverse = ".".join(reversed(suffix.split(".")))
    return {"id": aws.partition, "partition": aws.partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}


def _region(aws: Aws, arguments: Properties) -> Properties:
    region = arguments.get("region") or arguments.get("name") or aws.region
    names = dict.fromkeys(("id", "name", "region", "description"), region)
    return names | {"endpoint": f"ec2.{region}.amazonaws.com"}


def _zones(aws: Aws, arguments: Properties) -> Properties:
    region = arguments.get("region") or aws.region
    filters = [{"Name": item["name"], "Values": item["values"]} for item in parts(arguments, "filters")]
    if arguments.get("state"):
        filters.append({"Name": "state", "Values": [arguments["state"]]})
    parameters: dict[str, Any] = {
        "Filters": filters,
        "AllAvailabilityZones": bool(arguments.get("allAvailabilityZones")),
    }
    zones: list[dict[str, str]] = aws.client("ec2", region).describe_availability_zones(**parameters)[
        "AvailabilityZones"
    ]
    left_out = {*(arguments.get("excludeNames") or ()), *(arguments.get("excludeZoneIds") or ())}
    kept = [zone for zone in zones if not left_out & {zone["ZoneName"], zone["ZoneId"]}]
    kept.sort(key=lambda zone: zone["ZoneName"])
    return {
        **arguments,
        "id": region,
        "region": region,
        "names": [zone["ZoneName"] for zone in kept],
        "zoneIds": [zone["ZoneId"] for zone in kept],
        "groupNames": sorted({zone.get("GroupName") or region for zone in kept}),
    }


def _session_context(aws: Aws, arguments: Properties) -> Properties:
    arn: str = arguments["arn"]
    tail = arn.partition(":assumed-role/")[2]
    if not tail:
        return {"id": arn, "arn": arn, "issuerArn": arn, "issuerId": "", "issuerName": "", "sessionName": ""}
    name, _, session = tail.rpartition("/")
    role = aws.client("iam").get_role(RoleName=name)["Role"]
    return {
        "id": arn,
        "arn": arn,
        "issuerArn": role["Arn"],
        "issuerId": role["RoleId"],
        "issuerName": role["RoleName"],
        "sessionName": session,
    }


def _parameter(aws: Aws, arguments: Properties) -> Properties:
    decrypt = arguments.get("withDecryption", True)
    found = aws.client("ssm", arguments.get("region")).get_parameter(Name=arguments["name"], WithDecryption=decrypt)
    parameter = found["Parameter"]
    is_secret = parameter["Type"] == "SecureString"
    return {
        **arguments,
        "id": arguments["name"],
        "arn": parameter["ARN"],
        "type": parameter["Type"],
        "value": parameter["Value"],
        "insecureValue": "" if is_secret else parameter["Value"],
        "version": parameter["Version"],
        "region": arguments.get("region") or aws.region,
    }


# What the function gives as lists of one, under names of its own.
_CLUSTER_LISTS = {
    "accessConfig": "accessConfigs",
    "certificateAuthority": "certificateAuthorities",
    "computeConfig": "computeConfigs",
    "kubernetesNetworkConfig": "kubernetesNetworkConfigs",
    "storageConfig": "storageConfigs",
    "upgradePolicy": "upgradePolicies",
    "zonalShiftConfig": "zonalShiftConfigs",
}


def _cluster(aws: Aws, arguments: Properties) -> Properties:
    call = Call(aws=aws, service="eks", inputs=arguments, id=arguments["name"])
    cluster = resource_type("aws:eks/cluster:Cluster").read(call)
    lists = {many: [cluster.pop(one)] if cluster.get(one) else [] for one, many in _CLUSTER_LISTS.items()}
    logs = {"enabledClusterLogTypes": list[str](cluster.get("enabledClusterLogTypes") or ())}
    tags = {"tags": cluster.pop("tagsAll")}
    return cluster | lists | logs | tags | {"id": call.id, "region": call.region}


FUNCTIONS: dict[str, Callable[[Aws, Properties], Properties]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _zones,
    "aws:iam/getSessionContext:getSessionContext": _session_context,
    "aws:iam/getPolicyDocument:getPolicyDocument": lambda _aws, arguments: policy_document(arguments),
    "aws:eks/getCluster:getCluster": _cluster,
    "aws:ssm/getParameter:getParameter": _parameter,
}
