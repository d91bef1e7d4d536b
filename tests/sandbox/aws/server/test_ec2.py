"""EC2 operations that moto gets wrong on its own."""

from tests.sandbox.aws.server.account import Account, error


def _groups(account: Account, cidr: str) -> tuple[str, str]:
    ec2, vpc = account.client("ec2"), account.vpc(cidr)
    first, second = (
        ec2.create_security_group(GroupName=name, Description="x", VpcId=vpc)["GroupId"] for name in ("a", "b")
    )
    return first, second


def test_a_rule_that_names_a_group_keeps_its_description(account: Account) -> None:
    ec2 = account.client("ec2")
    group, other = _groups(account, "10.1.0.0/16")
    pair = {"GroupId": other, "Description": "from the nodes"}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    rule_id = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    rule = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule_id])["SecurityGroupRules"][0]
    assert rule["Description"] == "from the nodes"


def test_a_rule_for_all_protocols_can_be_changed(account: Account) -> None:
    ec2 = account.client("ec2")
    group, _ = _groups(account, "10.2.0.0/16")
    permission = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "old"}]}
    made = ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[permission])
    rule_id = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    wanted = {"IpProtocol": "-1", "CidrIpv4": "10.1.0.0/16", "Description": "new"}
    changes = [{"SecurityGroupRuleId": rule_id, "SecurityGroupRule": wanted}]
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=changes)
    rule = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule_id])["SecurityGroupRules"][0]
    assert wanted.items() <= rule.items()


def test_routes_of_a_gateway_endpoint_follow_its_route_tables(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.3.0.0/16")
    old, new = (ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2))
    service = "com.amazonaws.eu-west-1.s3"
    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, RouteTableIds=[old])["VpcEndpoint"]

    def routed(table: str) -> bool:
        routes = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
        return any(route.get("GatewayId") == endpoint["VpcEndpointId"] for route in routes)

    name = endpoint["VpcEndpointId"]
    ec2.modify_vpc_endpoint(VpcEndpointId=name, AddRouteTableIds=[new], RemoveRouteTableIds=[old])
    assert (routed(old), routed(new)) == (False, True)
    ec2.delete_vpc_endpoints(VpcEndpointIds=[name])
    assert not routed(new)


def test_an_interface_endpoint_can_give_up_its_private_dns(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.4.0.0/16")
    name = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.sts", VpcEndpointType="Interface", PrivateDnsEnabled=True
    )["VpcEndpoint"]["VpcEndpointId"]
    ec2.modify_vpc_endpoint(VpcEndpointId=name, PrivateDnsEnabled=False)
    assert not ec2.describe_vpc_endpoints(VpcEndpointIds=[name])["VpcEndpoints"][0]["PrivateDnsEnabled"]


def test_a_launch_template_keeps_its_own_tags_apart_from_those_of_its_instances(account: Account) -> None:
    ec2 = account.client("ec2")
    instance_tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "node"}]}]
    name = ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData={"TagSpecifications": instance_tags},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "env", "Value": "dev"}]}],
    )["LaunchTemplate"]["LaunchTemplateId"]
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=name)["LaunchTemplateVersions"]
    assert versions[0]["LaunchTemplateData"]["TagSpecifications"] == instance_tags
    ec2.create_tags(Resources=[name], Tags=[{"Key": "env", "Value": "prod"}])
    template = ec2.describe_launch_templates(LaunchTemplateIds=[name])["LaunchTemplates"][0]
    assert template["Tags"] == [{"Key": "env", "Value": "prod"}]


def test_a_launch_template_version_starts_from_its_source(account: Account) -> None:
    ec2 = account.client("ec2")
    name = ec2.create_launch_template(LaunchTemplateName="sourced", LaunchTemplateData={"InstanceType": "m7i.large"})[
        "LaunchTemplate"
    ]["LaunchTemplateId"]
    data = {"MetadataOptions": {"HttpTokens": "required"}}
    ec2.create_launch_template_version(LaunchTemplateId=name, SourceVersion="1", LaunchTemplateData=data)
    latest = ec2.describe_launch_template_versions(LaunchTemplateId=name, Versions=["$Latest"])
    assert latest["LaunchTemplateVersions"][0]["LaunchTemplateData"] == {"InstanceType": "m7i.large", **data}


def test_a_subnet_with_a_nat_gateway_cannot_be_deleted(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.5.0.0/16")
    (subnet,) = account.subnets(vpc, "10.5.0.0/24")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    with error("DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    ec2.delete_subnet(SubnetId=subnet)


def test_the_image_that_parameter_store_names_exists(account: Account) -> None:
    path = "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/nvidia/recommended/image_id"
    parameter = account.client("ssm").get_parameter(Name=path)["Parameter"]
    image = account.client("ec2").describe_images(ImageIds=[parameter["Value"]])["Images"][0]
    assert image["Name"].startswith("amazon-eks-node-al2023-x86_64-nvidia-1.36-v")
    assert image["OwnerId"] == "602401143452"


def test_an_interface_endpoint_keeps_its_dns_options(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.14.0.0/16")
    name = ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.eu-west-1.s3",
        VpcEndpointType="Interface",
        DnsOptions={"PrivateDnsOnlyForInboundResolverEndpoint": True},
    )["VpcEndpoint"]["VpcEndpointId"]

    def options() -> dict[str, object]:
        return ec2.describe_vpc_endpoints(VpcEndpointIds=[name])["VpcEndpoints"][0]["DnsOptions"]

    assert options() == {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": True}
    ec2.modify_vpc_endpoint(VpcEndpointId=name, DnsOptions={"PrivateDnsOnlyForInboundResolverEndpoint": False})
    assert options() == {"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": False}


def test_a_subnet_and_its_vpc_stay_while_an_unused_network_interface_is_there(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.15.0.0/16")
    (subnet,) = account.subnets(vpc, "10.15.0.0/24")
    name = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    with error("DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnet)
    with error("DependencyViolation"):
        ec2.delete_vpc(VpcId=vpc)
    ec2.delete_network_interface(NetworkInterfaceId=name)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def test_a_load_balancer_holds_its_subnet_and_its_security_group(account: Account) -> None:
    ec2, elb, vpc = account.client("ec2"), account.client("elbv2"), account.vpc("10.16.0.0/16")
    (subnet,) = account.subnets(vpc, "10.16.0.0/24")
    group = ec2.create_security_group(GroupName="balancer", Description="x", VpcId=vpc)["GroupId"]
    made = elb.create_load_balancer(
        Name="held", Type="network", Scheme="internal", Subnets=[subnet], SecurityGroups=[group]
    )
    with error("DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnet)
    with error("DependencyViolation"):
        ec2.delete_security_group(GroupId=group)
    elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancers"][0]["LoadBalancerArn"])
    ec2.delete_security_group(GroupId=group)
    ec2.delete_subnet(SubnetId=subnet)


def test_a_security_group_that_a_rule_names_holds_on_to_its_vpc(account: Account) -> None:
    ec2 = account.client("ec2")
    named, other = _groups(account, "10.17.0.0/16")
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": named}]}
    ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=[permission])
    with error("DependencyViolation"):
        ec2.delete_security_group(GroupId=named)
    ec2.delete_security_group(GroupId=other)
    vpc = ec2.describe_security_groups(GroupIds=[named])["SecurityGroups"][0]["VpcId"]
    with error("DependencyViolation"):
        ec2.delete_vpc(VpcId=vpc)
    ec2.delete_security_group(GroupId=named)
    ec2.delete_vpc(VpcId=vpc)


def test_a_vpc_with_an_internet_gateway_cannot_be_deleted(account: Account) -> None:
    ec2, vpc = account.client("ec2"), account.vpc("10.18.0.0/16")
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    with error("DependencyViolation"):
        ec2.delete_vpc(VpcId=vpc)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_vpc(VpcId=vpc)
