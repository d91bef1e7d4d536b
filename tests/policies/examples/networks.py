"""Examples for the policies on VPCs: subnets, routes, endpoints."""

import json

from policies.ec2 import (
    default_vpc_unused,
    private_subnet_no_internet_route,
    route_narrow_peering,
    subnet_no_overlap,
    subnet_no_public_addresses,
    vpc_endpoint_policy,
    vpc_endpoints,
)
from tests.policies.examples import Examples, Stack
from tests.policies.judging import UNKNOWN, Given

_ANYWHERE = "0.0.0.0/0"
_ELB, _INTERNAL = {"kubernetes.io/role/elb": "1"}, {"kubernetes.io/role/internal-elb": "1"}
_SERVICES = ("s3", "ecr.api", "ecr.dkr", "sts", "logs", "ec2", "eks", "eks-auth", "kms")
_IGW = Given("aws:ec2/internetGateway:InternetGateway", {"vpcId": UNKNOWN}, "igw", {"vpcId": ["vpc"]})
_POD_RANGE = Given(
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    {"cidrBlock": "100.64.0.0/16", "vpcId": UNKNOWN},
    "pod-range",
    {"vpcId": ["vpc"]},
)


def _vpc(cidr: object = "10.0.0.0/16", name: str = "vpc") -> Given:
    return Given("aws:ec2/vpc:Vpc", {"cidrBlock": cidr}, name)


def _subnet(cidr: object = "10.0.0.0/24", name: str = "subnet", vpc: str = "vpc", **props: object) -> Given:
    return Given("aws:ec2/subnet:Subnet", {"cidrBlock": cidr, "vpcId": UNKNOWN, **props}, name, {"vpcId": [vpc]})


def _endpoint(service: object = "com.amazonaws.eu-west-1.s3", **props: object) -> Given:
    filled = {"serviceName": service, "vpcEndpointType": "Interface", "vpcId": UNKNOWN, **props}
    return Given("aws:ec2/vpcEndpoint:VpcEndpoint", filled, f"endpoint-{service}", {"vpcId": ["vpc"]})


def _endpoints(*services: str, prefix: str = "com.amazonaws.eu-west-1.") -> list[Given]:
    return [_endpoint(prefix + service) for service in services]


def _allow(**fields: object) -> dict[str, object]:
    return {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **fields}


def _with_policy(*statements: object) -> Given:
    return _endpoint(policy=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))


def _policy_of(endpoint: Given, *statements: object) -> Given:
    document = {"Statement": list(statements)}
    origins = {"vpcEndpointId": [endpoint.name]}
    return Given("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", {"policy": document}, "endpoint-policy", origins)


def _if(key: str, value: object, operator: str = "StringEquals") -> dict[str, object]:
    return {"Condition": {operator: {key: value}}}


def _route(target: str = "gatewayId", origin: str = "igw", *, to: object = _ANYWHERE, table: str = "table") -> Given:
    props = {"destinationCidrBlock": to, target: UNKNOWN, "routeTableId": UNKNOWN}
    return Given("aws:ec2/route:Route", props, "route", {"routeTableId": [table], target: [origin]})


def _table(*routes: object, origins: list[str] | None = None, name: str = "table") -> Given:
    return Given("aws:ec2/routeTable:RouteTable", {"routes": list(routes)}, name, {"routes": origins or []})


def _associated(subnet: str = "subnet", table: str = "table") -> Given:
    token = "aws:ec2/routeTableAssociation:RouteTableAssociation"
    return Given(token, {}, f"of-{subnet}", {"subnetId": [subnet], "routeTableId": [table]})


def _public(subnet: Given, *others: Given) -> list[Given]:
    return [_vpc(), _IGW, _table(), _route(), _associated(), subnet, *others]


def _nat(**props: object) -> Given:
    return Given("aws:ec2/natGateway:NatGateway", {"subnetId": UNKNOWN, **props}, "nat", {"subnetId": ["subnet"]})


def _balancer(**props: object) -> Given:
    return Given(
        "aws:lb/loadBalancer:LoadBalancer", {"subnets": [UNKNOWN], **props}, "balancer", {"subnets": ["subnet"]}
    )


def _peering(peer: str = "peer") -> Given:
    token = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
    return Given(token, {"vpcId": UNKNOWN, "peerVpcId": UNKNOWN}, "peering", {"vpcId": ["vpc"], "peerVpcId": [peer]})


def _peered(to: object, *, peer: str = "peer") -> list[Given]:
    vpcs = [_vpc(), _vpc("10.1.0.0/16", "peer")]
    return [*vpcs, _peering(peer), _table(), _route("vpcPeeringConnectionId", "peering", to=to)]


def _peered_by_v6(to: str) -> list[Given]:
    peer = Given("aws:ec2/vpc:Vpc", {"cidrBlock": "10.1.0.0/16", "ipv6CidrBlock": "2001:db8:1::/56"}, "peer")
    props = {"destinationIpv6CidrBlock": to, "vpcPeeringConnectionId": UNKNOWN}
    route = Given("aws:ec2/route:Route", props, "route", {"vpcPeeringConnectionId": ["peering"]})
    return [peer, _peering(), route]


_MAIN = Given(
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    {},
    "main",
    {"vpcId": ["vpc"], "routeTableId": ["table"]},
)
_DEFAULT_TABLE = Given(
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    {"routes": [{"cidrBlock": _ANYWHERE, "gatewayId": UNKNOWN}]},
    "default-table",
    {"defaultRouteTableId": ["vpc"], "routes": ["igw"]},
)


def _services(cidr: object) -> Given:
    return Given("aws:eks/cluster:Cluster", {"kubernetesNetworkConfig": {"serviceIpv4Cidr": cidr}}, "cluster")


_OF_OTHER_VPC: Stack = [_vpc(), _vpc("10.1.0.0/16", "peer"), _subnet(), _subnet("10.1.0.0/24", "there", "peer")]

EXAMPLES = [
    Examples(
        default_vpc_unused.POLICY,
        passing=[_vpc(), _subnet()],
        failing=[
            Given("aws:ec2/defaultVpc:DefaultVpc", {}),
            Given("aws:ec2/defaultSubnet:DefaultSubnet", {"availabilityZone": "eu-west-1a"}),
        ],
        absent=_vpc(),
        absence_fails=False,
        unknown=Given("aws:ec2/defaultVpc:DefaultVpc", {"tags": UNKNOWN}),  # a violation, whatever is unknown
    ),
    Examples(
        subnet_no_public_addresses.POLICY,
        passing=[
            _subnet(mapPublicIpOnLaunch=False),
            _subnet(mapPublicIpOnLaunch=True, tags=_ELB),
            Given("aws:ec2/defaultSubnet:DefaultSubnet", {"mapPublicIpOnLaunch": False}),
        ],
        failing=[
            _subnet(mapPublicIpOnLaunch=True),
            _subnet(mapPublicIpOnLaunch="true", tags=_INTERNAL),
            Given("aws:ec2/defaultSubnet:DefaultSubnet", {"availabilityZone": "eu-west-1a"}),
        ],
        absent=_subnet(),
        absence_fails=False,
        unknown=_subnet(mapPublicIpOnLaunch=UNKNOWN),
    ),
    Examples(
        private_subnet_no_internet_route.POLICY,
        passing=[
            _public(_subnet(tags=_ELB)),
            _public(_subnet(), _nat()),
            _public(_subnet(), _balancer()),
            _public(
                _subnet(),
                Given("aws:alb/loadBalancer:LoadBalancer", {"internal": False}, "b", {"subnetMappings": ["subnet"]}),
            ),
            [_vpc(), _IGW, _table(), _route("natGatewayId", "nat"), _associated(), _subnet(), _nat()],
            [_vpc(), _IGW, _table(), _route(), _subnet(tags=_INTERNAL)],
            [_vpc(), _DEFAULT_TABLE, _IGW, _table(), _associated(), _subnet()],
            [_vpc(), _table({"cidrBlock": "10.9.0.0/16", "gatewayId": "vgw-1"}), _associated(), _subnet()],
        ],
        failing=[
            _public(_subnet()),
            _public(_subnet(tags=_INTERNAL)),
            _public(_subnet(tags={**_INTERNAL, **_ELB}), _nat()),
            _public(_subnet(), _nat(connectivityType="private")),
            _public(_subnet(), _balancer(internal=True)),
            _public(_subnet(tags=UNKNOWN), _subnet("10.0.1.0/24", "other"), _associated("other")),
            [_vpc(), _table({"cidrBlock": _ANYWHERE, "gatewayId": "igw-1"}), _associated(), _subnet()],
            [_vpc(), _table({"ipv6CidrBlock": "::/0", "gatewayId": "igw-1"}), _associated(), _subnet()],
            [_vpc(), _IGW, _table({"gatewayId": UNKNOWN}, origins=["igw"]), _associated(), _subnet()],
            [_vpc(), _IGW, _table(), _route(), _MAIN, _subnet()],
            [*_public(_subnet()), _associated(table="unsure"), _table({"gatewayId": UNKNOWN}, name="unsure")],
            [_vpc(), _IGW, _DEFAULT_TABLE, _subnet()],
            [_vpc(), _POD_RANGE, _IGW, _DEFAULT_TABLE, _subnet("100.64.0.0/24", vpc="pod-range")],
        ],
        absent=_public(_subnet()),
        absence_fails=True,
        unknown=[_vpc(), _table({"cidrBlock": _ANYWHERE, "gatewayId": UNKNOWN}), _associated(), _subnet()],
    ),
    Examples(
        vpc_endpoints.POLICY,
        passing=[
            [_vpc(), *_endpoints(*_SERVICES)],
            [_vpc(), *_endpoints(*_SERVICES[1:]), _endpoint(vpcEndpointType="Gateway")],
            [_vpc(), *_endpoints(*_SERVICES, prefix="cn.com.amazonaws.cn-north-1.")],
            [_vpc(), *_endpoints(*_SERVICES[:-1]), _endpoint("com.amazonaws.us-gov-west-1.kms-fips")],
            _endpoint(),
        ],
        failing=[
            *([_vpc(), *_endpoints(*(each for each in _SERVICES if each != missing))] for missing in _SERVICES),
            [_vpc(), *_endpoints(*_SERVICES), _vpc("10.1.0.0/16", "forgotten")],
            [_vpc(), *_endpoints(*_SERVICES[1:], "s3express")],
        ],
        absent=_vpc(),
        absence_fails=True,
        unknown=[_vpc(), *_endpoints(*_SERVICES[1:]), _endpoint(UNKNOWN)],
    ),
    Examples(
        vpc_endpoint_policy.POLICY,
        passing=[
            _with_policy(_allow(**_if("aws:PrincipalAccount", "123456789012"))),
            _with_policy(_allow(**_if("aws:ResourceAccount", "123456789012"))),
            _with_policy(_allow(Resource="arn:aws:s3:::models/*")),
            _with_policy(_allow(Principal={"AWS": "arn:aws:iam::123456789012:root"})),
            _with_policy({**_allow(), "Effect": "Deny"}, _allow(Resource=["arn:aws:s3:::models"])),
            [_endpoint(), _policy_of(_endpoint(), _allow(**_if("aws:PrincipalOrgID", "o-a1b2c3d4e5")))],
            _endpoint("com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"),
            _endpoint(vpcEndpointType="GatewayLoadBalancer"),
        ],
        failing=[
            _endpoint(vpcEndpointType="Gateway"),
            _endpoint(vpcEndpointType=None),
            _with_policy(_allow()),
            _with_policy(_allow(Principal={"AWS": ["*"]}, Resource=["arn:aws:s3:::*"])),
            _with_policy(_allow(Action="s3:GetObject")),
            _with_policy(_allow(**_if("aws:ResourceAccount", "*", "StringLike"))),
            _with_policy(_allow(**_if("aws:ResourceAccount", "123456789012", "StringNotEquals"))),
            _with_policy(_allow(**_if("aws:SecureTransport", "true", "Bool"))),
            _with_policy(_allow(Resource="arn:aws:s3:::models/*"), _allow()),
            _endpoint(policy={"Statement": _allow()}),
            [_endpoint(), _policy_of(_endpoint(), _allow())],
            [_endpoint(policy=UNKNOWN), _endpoint("com.amazonaws.eu-west-1.sts")],
        ],
        absent=_endpoint(),
        absence_fails=True,
        unknown=_endpoint(policy=UNKNOWN),
    ),
    Examples(
        subnet_no_overlap.POLICY,
        passing=[
            [_vpc(), _subnet(), _subnet("10.0.1.0/24", "next"), _services("172.20.0.0/16")],
            [_vpc(), _POD_RANGE, _subnet(), _subnet("100.64.0.0/18", "pods", "pod-range")],
            [
                _vpc(),
                _subnet(ipv6CidrBlock="2001:db8::/64"),
                _subnet("10.0.1.0/24", "b", ipv6CidrBlock="2001:db8:0:1::/64"),
            ],
            [_services("172.20.0.0/16"), Given(_services("").type, _services("172.20.0.0/16").props, "green")],
            _OF_OTHER_VPC,
        ],
        failing=[
            [_vpc(), _subnet(), _subnet("10.0.0.128/25", "inner")],
            [_vpc(), _subnet("10.0.0.0/18"), _subnet("10.0.1.0/24", "a"), _subnet("10.0.63.0/24", "b")],
            [_vpc(), _subnet("10.0.0.0/18", "wide"), _subnet("10.0.1.0/24", "near"), _subnet("10.0.62.0/23", "far")],
            [
                _vpc(),
                _subnet(ipv6CidrBlock="2001:db8::/64"),
                _subnet("10.0.1.0/24", "b", ipv6CidrBlock="2001:db8::/64"),
            ],
            [_vpc(), _vpc("10.0.128.0/17", "other")],
            [_vpc("100.64.0.0/10"), _POD_RANGE],
            [_vpc(), _services("10.0.0.0/12")],
            [_vpc(), _POD_RANGE, _services("100.64.128.0/20")],
            [_vpc(), _POD_RANGE, _subnet("100.64.0.0/18", "a", "pod-range"), _subnet("100.64.0.0/20", "b")],
            [_vpc(), _subnet(UNKNOWN, "later"), _subnet(), _subnet("10.0.0.0/25", "inner")],
        ],
        absent=[_vpc(), Given("aws:eks/cluster:Cluster", {"name": "platform"})],
        absence_fails=False,
        unknown=[_vpc(), _subnet(UNKNOWN)],
    ),
    Examples(
        route_narrow_peering.POLICY,
        passing=[
            _peered("10.1.0.0/16"),
            _peered("10.1.4.0/24"),
            _peered("10.0.4.0/24"),
            [_vpc(), _vpc("10.1.0.0/16", "peer"), *_peered_by_v6("2001:db8:1::/56")[1:]],
            _peered("10.8.0.0/16", peer="of-another-stack"),
            [_table({"ipv6CidrBlock": "2600:1f10:4e50::/44", "vpcPeeringConnectionId": "pcx-1"})],
            [_vpc(), *_peered_by_v6("2001:db8:1:0::/64")],
            [_vpc(), _IGW, _table(), _route()],
        ],
        failing=[
            _peered(_ANYWHERE),
            _peered("10.0.0.0/8"),
            _peered("10.2.0.0/16"),
            _peered("10.0.0.0/15", peer="of-another-stack"),
            _peered("::/0", peer="of-another-stack"),
            [_table({"ipv6CidrBlock": "2600:1f10:4e40::/43", "vpcPeeringConnectionId": "pcx-1"})],
            [_vpc(), *_peered_by_v6("2001:db8:2::/64")],
            [_table({"cidrBlock": _ANYWHERE, "vpcPeeringConnectionId": "pcx-1"})],
            [_table({"ipv6CidrBlock": "::/0", "vpcPeeringConnectionId": "pcx-1"})],
            [_table({"cidrBlock": UNKNOWN, "vpcPeeringConnectionId": "pcx-1"}), *_peered("10.0.0.0/8")],
        ],
        absent=[_vpc(), _peering(), _table()],
        absence_fails=False,
        unknown=_peered(UNKNOWN),
    ),
]
