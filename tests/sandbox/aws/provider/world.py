"""What the resources under test need around them, made on first use and shared."""

import json
from functools import cached_property
from itertools import count

from tests.sandbox.aws.provider.engine import Engine, Made


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class World:
    """One shared instance of each prerequisite, and fresh ones where a test needs its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._octets = count(10)

    def _make(self, token: str, name: str, **inputs: object) -> Made:
        return self._engine.create(token, dict(inputs), name)

    @cached_property
    def vpc(self) -> Made:
        return self._make("aws:ec2/vpc:Vpc", "world", cidrBlock="10.0.0.0/16")

    @cached_property
    def other_vpc(self) -> Made:
        return self._make("aws:ec2/vpc:Vpc", "other", cidrBlock="10.9.0.0/16")

    def new_vpc(self) -> str:
        return self._make("aws:ec2/vpc:Vpc", "new", cidrBlock="10.8.0.0/16").id

    def subnet(self, zone: str = "eu-west-1a") -> str:
        cidr = f"10.0.{next(self._octets)}.0/24"
        subnet = self._make("aws:ec2/subnet:Subnet", "s", vpcId=self.vpc.id, cidrBlock=cidr, availabilityZone=zone)
        return subnet.id

    def address_in_subnet(self) -> dict[str, str]:
        octet = next(self._octets)
        subnet = self._make("aws:ec2/subnet:Subnet", "s", vpcId=self.vpc.id, cidrBlock=f"10.0.{octet}.0/24")
        return {"subnetId": subnet.id, "ipAddress": f"10.0.{octet}.77"}

    @cached_property
    def subnets(self) -> list[str]:
        return [self.subnet("eu-west-1a"), self.subnet("eu-west-1b")]

    @cached_property
    def internet_gateway(self) -> str:
        return self._make("aws:ec2/internetGateway:InternetGateway", "world", vpcId=self.vpc.id).id

    def route_table(self) -> str:
        return self._make("aws:ec2/routeTable:RouteTable", "table", vpcId=self.vpc.id).id

    def address(self) -> str:
        return self._make("aws:ec2/eip:Eip", "address", domain="vpc").id

    def nat_gateway(self) -> str:
        nat = self._make("aws:ec2/natGateway:NatGateway", "n", allocationId=self.address(), subnetId=self.subnet())
        return nat.id

    def rule_group(self) -> str:
        source = {"rulesString": "drop ip any any -> any any (ip_proto:!TCP; sid:1;)"}
        options = {"ruleOrder": "STRICT_ORDER"}
        group = {"rulesSource": source, "statefulRuleOptions": options}
        token = "aws:networkfirewall/ruleGroup:RuleGroup"
        return self._make(token, "rules", type="STATEFUL", capacity=10, ruleGroup=group).id

    def firewall_policy(self) -> str:
        actions = {"statelessDefaultActions": ["aws:drop"], "statelessFragmentDefaultActions": ["aws:drop"]}
        return self._make("aws:networkfirewall/firewallPolicy:FirewallPolicy", "policy", firewallPolicy=actions).id

    def firewall(self) -> Made:
        mappings = [{"subnetId": self.subnet()}]
        token, policy = "aws:networkfirewall/firewall:Firewall", self.firewall_policy()
        return self._make(token, "wall", vpcId=self.vpc.id, firewallPolicyArn=policy, subnetMappings=mappings)

    def firewall_endpoint(self) -> str:
        (status,) = self.firewall().outputs["firewallStatuses"]
        return status["syncStates"][0]["attachments"][0]["endpointId"]

    def security_group(self) -> str:
        return self._make("aws:ec2/securityGroup:SecurityGroup", "group", vpcId=self.vpc.id).id

    def role(self, service: str = "ec2.amazonaws.com") -> Made:
        return self._make("aws:iam/role:Role", "role", assumeRolePolicy=trust(service))

    def policy(self) -> str:
        return self._make("aws:iam/policy:Policy", "policy", policy=allow("s3:GetObject")).id

    def log_group(self) -> Made:
        return self._make("aws:cloudwatch/logGroup:LogGroup", "logs")

    def rule(self) -> str:
        return self._make("aws:cloudwatch/eventRule:EventRule", "rule", scheduleExpression="rate(1 day)").id

    def key(self) -> Made:
        return self._make("aws:kms/key:Key", "key")

    def file_system(self) -> str:
        return self._make("aws:efs/fileSystem:FileSystem", "files").id

    def queue(self) -> Made:
        return self._make("aws:sqs/queue:Queue", "queue")

    def bucket(self) -> str:
        return self._make("aws:s3/bucket:Bucket", "bucket").id

    def versioned_bucket(self) -> str:
        bucket = self.bucket()
        enabled = {"status": "Enabled"}
        self._make("aws:s3/bucketVersioning:BucketVersioning", "kept", bucket=bucket, versioningConfiguration=enabled)
        return bucket

    def repository(self) -> str:
        return self._make("aws:ecr/repository:Repository", "repository").id

    @cached_property
    def prefix_list(self) -> str:
        service = "com.amazonaws.eu-west-1.dynamodb"
        endpoint = self._make("aws:ec2/vpcEndpoint:VpcEndpoint", "lists", vpcId=self.vpc.id, serviceName=service)
        return endpoint.outputs["prefixListId"]

    def launch_template(self) -> str:
        return self._make("aws:ec2/launchTemplate:LaunchTemplate", "nodes", instanceType="m6i.large").id

    def release(self, version: str) -> str:
        group = self._make(
            "aws:eks/nodeGroup:NodeGroup",
            "release",
            clusterName=self.cluster,
            nodeRoleArn=self.node_role,
            subnetIds=self.subnets,
            scalingConfig={"minSize": 0, "maxSize": 1, "desiredSize": 0},
            version=version,
        )
        self._engine.delete(group)
        return group.outputs["releaseVersion"]

    def addon_version(self, name: str) -> str:
        addon = self._make("aws:eks/addon:Addon", name, clusterName=self.cluster, addonName=name)
        self._engine.delete(addon)
        return addon.outputs["addonVersion"]

    @cached_property
    def cluster(self) -> str:
        role = self.role("eks.amazonaws.com").outputs["arn"]
        access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": True}
        return self._make(
            "aws:eks/cluster:Cluster",
            "cluster",
            roleArn=role,
            vpcConfig={"subnetIds": self.subnets},
            accessConfig=access,
        ).id

    def without_cluster(self) -> "World":
        if "cluster" in self.__dict__:
            cluster = self._engine.find("aws:eks/cluster:Cluster", self.__dict__.pop("cluster"))
            if cluster:
                self._engine.delete(cluster)
        return self

    def access_entry(self) -> Made:
        principal = self.role().outputs["arn"]
        return self._make("aws:eks/accessEntry:AccessEntry", "entry", clusterName=self.cluster, principalArn=principal)

    @cached_property
    def log_bucket(self) -> str:
        bucket = self.bucket()
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self._make("aws:s3/bucketPolicy:BucketPolicy", "logs", bucket=bucket, policy=policy)
        return bucket

    @cached_property
    def trail_bucket(self) -> str:
        bucket = self.bucket()
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": ["s3:GetBucketAcl", "s3:PutObject"],
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self._make("aws:s3/bucketPolicy:BucketPolicy", "trail", bucket=bucket, policy=policy)
        return bucket

    def locked_bucket(self) -> str:
        return self._make("aws:s3/bucket:Bucket", "locked", objectLockEnabled=True).id

    @cached_property
    def detector(self) -> str:
        return self._make("aws:guardduty/detector:Detector", "detector").id

    def without_detector(self) -> None:
        if "detector" in self.__dict__:
            detector = self._engine.find("aws:guardduty/detector:Detector", self.__dict__.pop("detector"))
            if detector:
                self._engine.delete(detector)

    @cached_property
    def node_role(self) -> str:
        return self.role().outputs["arn"]
