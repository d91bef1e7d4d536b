"""Finds what an interrupted run created without recording it, so that the next run adopts it and makes no second one.

Pulumi writes a pending operation into the state before it creates a resource. A run that is killed between the creation
and the next write leaves that entry, and possibly a resource. Most resources can be found again, by the name in their
inputs or by their tags; everything else here is created by an operation that may be repeated (`Put…`, `Attach…`,
server-side apply).
"""

import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import boto3
from botocore.exceptions import ClientError

# Inputs and API answers are JSON whose shape depends on the resource type.
Json = Mapping[str, Any]
Inputs = Json
Client = Any
Find = Callable[["Account", Inputs], str | None]


class Account:
    """AWS clients, made when they are first needed; what is not named is that of the environment variables."""

    def __init__(self, region: str | None = None) -> None:
        self._session = boto3.Session(region_name=region)
        self._clients: dict[str, Client] = {}

    def client(self, service: str) -> Client:
        """Return the client of a service."""
        if service not in self._clients:
            # The service is data here; the SDK's types know literal names only.
            self._clients[service] = cast("Any", self._session).client(service)
        return self._clients[service]


@dataclass(frozen=True)
class Orphan:
    """A resource that exists although its creation was not recorded."""

    urn: str
    id: str


def find_orphans(state: Mapping[str, Any]) -> list[Orphan]:
    """Return the resources behind the pending creations of an exported state."""
    deployment = cast("Json", state["deployment"])
    recorded = {str(resource.get("id", "")) for resource in _list(deployment, "resources")}
    regions = _regions(deployment)
    accounts = {region: Account(region) for region in {None, *regions.values()}}
    orphans: list[Orphan] = []
    for operation in _list(deployment, "pending_operations"):
        resource = cast("Json", operation["resource"])
        find = FINDERS.get(resource["type"])
        if operation["type"] != "creating" or find is None:
            continue
        provider = str(resource.get("provider", "")).rpartition("::")[0]
        found = find(accounts[regions.get(provider)], cast("Json", resource.get("inputs") or {}))
        if found and found not in recorded:
            orphans.append(Orphan(resource["urn"], found))
    return orphans


def _regions(deployment: Json) -> dict[str, str]:
    """Region of each AWS provider in the state, which is that of the resources that it makes."""
    providers = (one for one in _list(deployment, "resources") if one.get("type") == "pulumi:providers:aws")
    return {one["urn"]: one["inputs"]["region"] for one in providers if one.get("inputs", {}).get("region")}


def _list(of: Json, key: str) -> list[Json]:
    return cast("list[Json]", of.get(key) or [])


def _tags(inputs: Inputs) -> dict[str, str]:
    return cast("dict[str, str]", inputs.get("tagsAll") or inputs.get("tags") or {})


def _answer(call: Callable[..., Any], **arguments: object) -> dict[str, Any] | None:
    """Return what AWS says, or None where it says that there is no such thing."""
    try:
        return call(**arguments)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if "NotFound" in code or "NoSuch" in code or "NonExistent" in code or code == "404":
            return None
        raise


def _named(service: str, operation: str, identity: str, **parameters: str) -> Find:
    """A resource whose inputs hold its name: they make its id (`identity`) and the request that looks for it."""

    def find(account: Account, inputs: Inputs) -> str | None:
        arguments = {parameter: inputs[name] for parameter, name in parameters.items()}
        answer = _answer(getattr(account.client(service), operation), **arguments)
        return None if answer is None else identity.format_map(inputs)

    return find


def _described(service: str, operation: str, path: tuple[str, str], /, **parameters: str) -> Find:
    """A resource whose inputs hold its name, and whose id is in AWS's answer."""

    def find(account: Account, inputs: Inputs) -> str | None:
        arguments = {parameter: inputs[name] for parameter, name in parameters.items()}
        answer = _answer(getattr(account.client(service), operation), **arguments)
        return None if answer is None else str(answer[path[0]][path[1]])

    return find


def _tagged(resource_type: str) -> Find:
    """An EC2 resource that carries all tags of the inputs, if there is exactly one."""

    def find(account: Account, inputs: Inputs) -> str | None:
        candidates: set[str] | None = None
        for key, value in _tags(inputs).items():
            filters = [{"Name": "resource-type", "Values": [resource_type]}, {"Name": "key", "Values": [key]}]
            tags = account.client("ec2").describe_tags(Filters=[*filters, {"Name": "value", "Values": [value]}])["Tags"]
            having = {tag["ResourceId"] for tag in tags}
            candidates = having if candidates is None else candidates & having
        return candidates.pop() if candidates and len(candidates) == 1 else None

    return find


def _tagged_anywhere(resource_type: str) -> Find:
    """Something that carries all tags of the inputs, if there is exactly one; its id ends its ARN."""

    def find(account: Account, inputs: Inputs) -> str | None:
        filters = [{"Key": key, "Values": [value]} for key, value in _tags(inputs).items()]
        found = account.client("resourcegroupstaggingapi").get_resources(
            ResourceTypeFilters=[resource_type], TagFilters=filters
        )
        arns = [entry["ResourceARN"] for entry in found["ResourceTagMappingList"]] if filters else []
        return arns[0].rsplit("/", 1)[-1] if len(arns) == 1 else None

    return find


def _mount_target(account: Account, inputs: Inputs) -> str | None:
    targets = account.client("efs").describe_mount_targets(FileSystemId=inputs["fileSystemId"])["MountTargets"]
    return next((str(one["MountTargetId"]) for one in targets if one["SubnetId"] == inputs["subnetId"]), None)


def _route(account: Account, inputs: Inputs) -> str | None:
    destination = inputs.get("destinationCidrBlock") or inputs.get("destinationIpv6CidrBlock")
    tables = account.client("ec2").describe_route_tables(RouteTableIds=[inputs["routeTableId"]])["RouteTables"]
    exists = any(route.get("DestinationCidrBlock") == destination for table in tables for route in table["Routes"])
    return f"r-{inputs['routeTableId']}{binascii.crc32(str(destination).encode())}" if exists else None


def _route_table_association(account: Account, inputs: Inputs) -> str | None:
    tables = account.client("ec2").describe_route_tables(RouteTableIds=[inputs["routeTableId"]])["RouteTables"]
    associations = [association for table in tables for association in table["Associations"]]
    ids = (a["RouteTableAssociationId"] for a in associations if a.get("SubnetId") == inputs.get("subnetId"))
    return next(ids, None)


def _cidr_association(account: Account, inputs: Inputs) -> str | None:
    vpcs = account.client("ec2").describe_vpcs(VpcIds=[inputs["vpcId"]])["Vpcs"]
    blocks = [block for vpc in vpcs for block in vpc.get("CidrBlockAssociationSet", [])]
    return next((block["AssociationId"] for block in blocks if block["CidrBlock"] == inputs.get("cidrBlock")), None)


def _pod_identity(account: Account, inputs: Inputs) -> str | None:
    listed = account.client("eks").list_pod_identity_associations(
        clusterName=inputs["clusterName"], namespace=inputs["namespace"], serviceAccount=inputs["serviceAccount"]
    )
    return next((association["associationId"] for association in listed["associations"]), None)


def _queue(account: Account, inputs: Inputs) -> str | None:
    answer = _answer(account.client("sqs").get_queue_url, QueueName=inputs["name"])
    return None if answer is None else str(answer["QueueUrl"])


def _log_group(account: Account, inputs: Inputs) -> str | None:
    groups = account.client("logs").describe_log_groups(logGroupNamePrefix=inputs["name"])["logGroups"]
    return next((group["logGroupName"] for group in groups if group["logGroupName"] == inputs["name"]), None)


def _trail(account: Account, inputs: Inputs) -> str | None:
    trails = account.client("cloudtrail").describe_trails(trailNameList=[inputs["name"]])["trailList"]
    return next((trail["TrailARN"] for trail in trails if trail["Name"] == inputs["name"]), None)


def _detector(account: Account, inputs: Inputs) -> str | None:
    guardduty, wanted = account.client("guardduty"), _tags(inputs)
    for found in guardduty.list_detectors()["DetectorIds"]:
        tags: dict[str, str] = guardduty.get_detector(DetectorId=found).get("Tags", {})
        if wanted and wanted.items() <= tags.items():
            return str(found)
    return None


def _budget(account: Account, inputs: Inputs) -> str | None:
    owner, name = account.client("sts").get_caller_identity()["Account"], inputs["name"]
    answer = _answer(account.client("budgets").describe_budget, AccountId=owner, BudgetName=name)
    return None if answer is None else f"{owner}:{name}"


def _cache_rule(account: Account, inputs: Inputs) -> str | None:
    prefix = str(inputs["ecrRepositoryPrefix"])
    answer = _answer(account.client("ecr").describe_pull_through_cache_rules, ecrRepositoryPrefixes=[prefix])
    return None if answer is None else prefix


def _creation_template(account: Account, inputs: Inputs) -> str | None:
    prefix = str(inputs["prefix"])
    answer = account.client("ecr").describe_repository_creation_templates(prefixes=[prefix])
    return prefix if answer["repositoryCreationTemplates"] else None


def _policy(account: Account, inputs: Inputs) -> str | None:
    owner = account.client("sts").get_caller_identity()
    partition = owner["Arn"].split(":")[1]
    arn = f"arn:{partition}:iam::{owner['Account']}:policy{inputs.get('path', '/')}{inputs['name']}"
    return arn if _answer(account.client("iam").get_policy, PolicyArn=arn) else None


def _placement_group(account: Account, inputs: Inputs) -> str | None:
    named = [{"Name": "group-name", "Values": [inputs["name"]]}]
    groups = account.client("ec2").describe_placement_groups(Filters=named)["PlacementGroups"]
    return str(inputs["name"]) if groups else None


FINDERS: dict[str, Find] = {
    "aws:ec2/vpc:Vpc": _tagged("vpc"),
    "aws:ec2/subnet:Subnet": _tagged("subnet"),
    "aws:ec2/internetGateway:InternetGateway": _tagged("internet-gateway"),
    "aws:ec2/eip:Eip": _tagged("elastic-ip"),
    "aws:ec2/natGateway:NatGateway": _tagged("natgateway"),
    "aws:ec2/routeTable:RouteTable": _tagged("route-table"),
    "aws:ec2/securityGroup:SecurityGroup": _tagged("security-group"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _tagged("security-group-rule"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _tagged("security-group-rule"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _tagged("vpc-endpoint"),
    "aws:ec2/flowLog:FlowLog": _tagged("vpc-flow-log"),
    "aws:ec2/placementGroup:PlacementGroup": _placement_group,
    "aws:ec2/launchTemplate:LaunchTemplate": _tagged("launch-template"),
    "aws:ec2/route:Route": _route,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _route_table_association,
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": _cidr_association,
    "aws:kms/key:Key": _tagged_anywhere("kms:key"),
    "aws:efs/fileSystem:FileSystem": _tagged_anywhere("elasticfilesystem:file-system"),
    "aws:efs/accessPoint:AccessPoint": _tagged_anywhere("elasticfilesystem:access-point"),
    "aws:efs/mountTarget:MountTarget": _mount_target,
    "aws:kms/alias:Alias": _named("kms", "describe_key", "{name}", KeyId="name"),
    "aws:iam/role:Role": _named("iam", "get_role", "{name}", RoleName="name"),
    "aws:iam/policy:Policy": _policy,
    "aws:iam/instanceProfile:InstanceProfile": _named(
        "iam", "get_instance_profile", "{name}", InstanceProfileName="name"
    ),
    "aws:eks/cluster:Cluster": _named("eks", "describe_cluster", "{name}", name="name"),
    "aws:eks/nodeGroup:NodeGroup": _named(
        "eks",
        "describe_nodegroup",
        "{clusterName}:{nodeGroupName}",
        clusterName="clusterName",
        nodegroupName="nodeGroupName",
    ),
    "aws:eks/addon:Addon": _named(
        "eks", "describe_addon", "{clusterName}:{addonName}", clusterName="clusterName", addonName="addonName"
    ),
    "aws:eks/accessEntry:AccessEntry": _named(
        "eks",
        "describe_access_entry",
        "{clusterName}:{principalArn}",
        clusterName="clusterName",
        principalArn="principalArn",
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": _pod_identity,
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/eventRule:EventRule": _named("events", "describe_rule", "{name}", Name="name"),
    "aws:networkfirewall/ruleGroup:RuleGroup": _described(
        "network-firewall",
        "describe_rule_group",
        ("RuleGroupResponse", "RuleGroupArn"),
        RuleGroupName="name",
        Type="type",
    ),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": _described(
        "network-firewall",
        "describe_firewall_policy",
        ("FirewallPolicyResponse", "FirewallPolicyArn"),
        FirewallPolicyName="name",
    ),
    "aws:networkfirewall/firewall:Firewall": _described(
        "network-firewall", "describe_firewall", ("Firewall", "FirewallArn"), FirewallName="name"
    ),
    "aws:cloudtrail/trail:Trail": _trail,
    "aws:budgets/budget:Budget": _budget,
    "aws:guardduty/detector:Detector": _detector,
    "aws:sqs/queue:Queue": _queue,
    "aws:ecr/repository:Repository": _named("ecr", "list_images", "{name}", repositoryName="name"),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": _cache_rule,
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": _creation_template,
    "aws:s3/bucket:Bucket": _named("s3", "head_bucket", "{bucket}", Bucket="bucket"),
}
