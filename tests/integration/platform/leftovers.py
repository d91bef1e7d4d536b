"""What an environment left behind."""

from tests.integration.platform.checkout import Checkout

RUNNING = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]


def in_the_account(dev: Checkout) -> dict[str, list[str]]:
    """What the account holds beyond what a new account does."""
    ec2, account = dev.aws("ec2"), dev.aws("sts").get_caller_identity()["Account"]
    found = {
        "clusters": dev.aws("eks").list_clusters()["clusters"],
        "buckets": [bucket["Name"] for bucket in dev.aws("s3").list_buckets()["Buckets"]],
        "repositories": [one["repositoryName"] for one in dev.aws("ecr").describe_repositories()["repositories"]],
        "queues": dev.aws("sqs").list_queues().get("QueueUrls", []),
        "log groups": [one["logGroupName"] for one in dev.aws("logs").describe_log_groups()["logGroups"]],
        "event rules": [one["Name"] for one in dev.aws("events").list_rules()["Rules"]],
        "roles": [r["RoleName"] for r in dev.aws("iam").list_roles()["Roles"] if r["RoleName"] != "sandbox-deployer"],
        "IAM policies": [policy["Arn"] for policy in dev.aws("iam").list_policies(Scope="Local")["Policies"]],
        "instance profiles": [
            one["InstanceProfileName"] for one in dev.aws("iam").list_instance_profiles()["InstanceProfiles"]
        ],
        "instances": [
            instance["InstanceId"]
            for reservation in ec2.describe_instances(Filters=RUNNING)["Reservations"]
            for instance in reservation["Instances"]
        ],
        "VPCs": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "NAT gateways": [
            gateway["NatGatewayId"]
            for gateway in ec2.describe_nat_gateways()["NatGateways"]
            if gateway["State"] != "deleted"
        ],
        "load balancers": [
            one["LoadBalancerArn"] for one in dev.aws("elbv2").describe_load_balancers()["LoadBalancers"]
        ],
        "target groups": [one["TargetGroupArn"] for one in dev.aws("elbv2").describe_target_groups()["TargetGroups"]],
        "addresses": [one["AllocationId"] for one in ec2.describe_addresses()["Addresses"]],
        "launch templates": [one["LaunchTemplateId"] for one in ec2.describe_launch_templates()["LaunchTemplates"]],
        "flow logs": [one["FlowLogId"] for one in ec2.describe_flow_logs()["FlowLogs"]],
        # AWS lists an endpoint for a while after its deletion.
        "endpoints": [
            one["VpcEndpointId"] for one in ec2.describe_vpc_endpoints()["VpcEndpoints"] if one["State"] != "deleted"
        ],
        "file systems": [one["FileSystemId"] for one in dev.aws("efs").describe_file_systems()["FileSystems"]],
        "trails": [trail["Name"] for trail in dev.aws("cloudtrail").describe_trails()["trailList"]],
        "budgets": dev.aws("budgets").describe_budgets(AccountId=account)["Budgets"],
        "detectors": dev.aws("guardduty").list_detectors()["DetectorIds"],
        "keys": [
            key["KeyId"]
            for key in dev.aws("kms").list_keys()["Keys"]
            if dev.aws("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "Enabled"
        ],
    }
    return {kind: things for kind, things in found.items() if things}


def in_the_cluster(dev: Checkout) -> dict[str, list[str]]:
    """Nodes, namespaces beyond those of a new cluster, and Karpenter's kinds, which go when no object is left."""
    own = {"default", "kube-node-lease", "kube-public", "kube-system"}
    spaces = {space["metadata"]["name"] for space in dev.objects("namespaces")} - own
    kinds = [one["metadata"]["name"] for one in dev.objects("customresourcedefinitions")]
    found = {
        "nodes": [node["metadata"]["name"] for node in dev.objects("nodes")],
        "namespaces": sorted(spaces),
        "kinds": [kind for kind in kinds if "karpenter" in kind],
    }
    return {kind: things for kind, things in found.items() if things}
