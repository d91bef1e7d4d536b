"""Examples for the policies on where nodes stand and what their roles hold."""

from policies.eks import node_group_private_subnets
from policies.iam import node_role_minimal
from policies.karpenter import node_class_private_subnets
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_TAGS = {"karpenter.sh/discovery": "prod"}
_OTHER = {"karpenter.sh/discovery": "dev"}


def _subnet(name: str = "private", **props: object) -> Given:
    return Given("aws:ec2/subnet:Subnet", {"vpcId": UNKNOWN, **props}, name)


def _nodes(*subnets: str, ids: object = None) -> Given:
    props = {"subnetIds": [UNKNOWN for _ in subnets] if ids is None else ids}
    return Given("aws:eks/nodeGroup:NodeGroup", props, "nodes", {"subnetIds": subnets})


def _node_class(*terms: object, origins: tuple[str, ...] = ()) -> Given:
    spec = {"subnetSelectorTerms": list(terms)} if terms else {}
    return Given("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", {"spec": spec}, "class", {"spec": origins})


def _table(**props: object) -> Given:
    return Given("aws:ec2/routeTable:RouteTable", {"vpcId": UNKNOWN, **props}, "table", {"routes": ["igw"]})


def _route(gateway: object = UNKNOWN, *origins: str, key: str = "gatewayId") -> Given:
    props = {"routeTableId": UNKNOWN, "destinationCidrBlock": "0.0.0.0/0", key: gateway}
    return Given("aws:ec2/route:Route", props, "route", {"routeTableId": ["table"], key: origins})


def _association(subnet: str = "private") -> Given:
    return Given(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        {"subnetId": UNKNOWN, "routeTableId": UNKNOWN},
        f"{subnet}-association",
        {"subnetId": [subnet], "routeTableId": ["table"]},
    )


_INTERNET = Given("aws:ec2/internetGateway:InternetGateway", {}, "igw")
_NAT = Given("aws:ec2/natGateway:NatGateway", {}, "nat")
_ROUTED = [_subnet(), _table(), _association()]
_OPEN = [*_ROUTED, _INTERNET, _route(UNKNOWN, "igw")]


def _role(**props: object) -> Given:
    return Given("aws:iam/role:Role", {"name": "node", **props}, "role")


def _node_group(role: object = UNKNOWN, *origins: str) -> Given:
    return Given("aws:eks/nodeGroup:NodeGroup", {"nodeRoleArn": role}, "nodes", {"nodeRoleArn": origins})


def _entry(kind: object = "EC2_LINUX", *origins: str) -> Given:
    props = {"principalArn": UNKNOWN, "type": kind}
    return Given("aws:eks/accessEntry:AccessEntry", props, "entry", {"principalArn": origins or ["role"]})


def _attached(policy: object, role: object = "node", *origins: str) -> Given:
    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    return Given(token, {"role": role, "policyArn": policy}, "attachment", {"policyArn": origins})


def _aws(name: str) -> str:
    return f"arn:aws:iam::aws:policy/{name}"


_BY_ARN = "arn:aws:iam::123456789012:role/node"
_POLICY = Given("aws:iam/policy:Policy", {"policy": "{}"}, "own")
_INLINE = Given("aws:iam/rolePolicy:RolePolicy", {"role": "node", "policy": "{}"}, "inline")
_GROUP = _node_group(UNKNOWN, "role")
_CNI = _attached(_aws("AmazonEKS_CNI_Policy"))

EXAMPLES = [
    Examples(
        node_group_private_subnets.POLICY,
        passing=[
            [_nodes("private"), _subnet(mapPublicIpOnLaunch=False)],
            [_nodes("private"), *_ROUTED, _NAT, _route(UNKNOWN, "nat", key="natGatewayId")],
            [_nodes("private"), *_ROUTED, _route("vgw-1")],
            [_nodes("private"), _subnet("public", mapPublicIpOnLaunch=True), _subnet()],
            [_nodes(ids=["subnet-1"]), _subnet(id="subnet-1")],
        ],
        failing=[
            [_nodes("private"), _subnet(mapPublicIpOnLaunch=True)],
            [_nodes("private"), _subnet(mapPublicIpOnLaunch="true")],
            [_nodes("one", "two"), _subnet("one"), _subnet("two", mapPublicIpOnLaunch=True)],
            [
                _nodes("one", "two"),
                _subnet("one", mapPublicIpOnLaunch=UNKNOWN),
                _subnet("two", mapPublicIpOnLaunch=True),
            ],
            [_nodes(ids=["subnet-1"]), _subnet(id="subnet-1", mapPublicIpOnLaunch=True)],
            [_nodes(ids=[UNKNOWN, "subnet-1"]), _subnet(id="subnet-1", mapPublicIpOnLaunch=True)],
            [_nodes("private"), *_OPEN],
            [_nodes("private"), *_ROUTED, _route("igw-1")],
            [_nodes("private"), _subnet(), _table(routes=[{"gatewayId": UNKNOWN}]), _association(), _INTERNET],
            [_nodes("private"), _subnet(), _table(routes=[{"gatewayId": "igw-1"}]), _association()],
        ],
        absent=[_nodes("private"), _subnet()],
        absence_fails=False,
        unknown=[_nodes("private"), _subnet(mapPublicIpOnLaunch=UNKNOWN)],
    ),
    Examples(
        node_class_private_subnets.POLICY,
        passing=[
            [_node_class({"tags": _TAGS}), _subnet(tags=_TAGS), _subnet("public", mapPublicIpOnLaunch=True)],
            [_node_class({"tags": _TAGS}), _subnet(tags={**_TAGS, "Name": "a"})],
            [
                _node_class({"id": UNKNOWN}, origins=("private",)),
                _subnet(),
                _subnet("public", mapPublicIpOnLaunch=True),
            ],
            [_node_class({"tags": _TAGS}), _subnet(tags={**_TAGS, **_OTHER}, mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {"Name": "*"}}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {"Name": ""}}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {**_TAGS, "Name": "a"}}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
        ],
        failing=[
            [_node_class({"tags": _TAGS}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {"karpenter.sh/discovery": "*"}}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {"a": "b"}}, {"tags": _TAGS}), _subnet(tags=_TAGS, mapPublicIpOnLaunch=True)],
            [_node_class({"id": UNKNOWN}, origins=("private",)), _subnet(mapPublicIpOnLaunch=True)],
            [_node_class({"tags": {"Name": "private"}}), *_OPEN[1:], _subnet(tags={"Name": "private"})],
        ],
        absent=[_node_class(), _subnet(mapPublicIpOnLaunch=True)],
        absence_fails=False,
        unknown=[_node_class({"tags": {"a": UNKNOWN}}), _subnet(tags={"a": "b"}, mapPublicIpOnLaunch=True)],
    ),
    Examples(
        node_role_minimal.POLICY,
        passing=[
            [_role(), _GROUP, _attached(_aws("AmazonEKSWorkerNodePolicy"))],
            [_role(), _GROUP, _attached(_aws("AmazonEC2ContainerRegistryPullOnly"))],
            [_role(), _GROUP, _attached(_aws("AmazonEKSWorkerNodeMinimalPolicy"))],
            [_role(), _entry(), _attached("arn:aws-cn:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly")],
            [_role(), _entry("STANDARD"), _CNI],
            [_role(), _CNI],
            [_role(), _GROUP, _attached(_aws("AmazonEKS_CNI_Policy"), "another")],
        ],
        failing=[
            [_role(), _GROUP, _CNI],
            [_role(), _node_group(_BY_ARN), _CNI],
            [_role(), _entry(), _CNI],
            [_role(), _GROUP, _INLINE],
            [_role(), _GROUP, _POLICY, _attached(UNKNOWN, "node", "own")],
            [_role(), _GROUP, _attached("arn:aws:iam::123456789012:policy/AmazonEKSWorkerNodePolicy")],
            [_role(), _GROUP, _attached(_aws("AmazonS3ReadOnlyAccess"), _BY_ARN)],
            [_role(), _GROUP, _attached(UNKNOWN), _INLINE],
            [_role(), _GROUP, Given("aws:iam/policyAttachment:PolicyAttachment", {**_CNI.props, "roles": ["node"]})],
            [_role(managedPolicyArns=[_aws("AmazonEKSWorkerNodePolicy"), _aws("AmazonEKS_CNI_Policy")]), _GROUP],
            [_role(inlinePolicies=[{"name": "s3", "policy": "{}"}]), _GROUP],
        ],
        absent=[_role(), Given("aws:eks/nodeGroup:NodeGroup", {"version": "1.36"}, "nodes")],
        absence_fails=False,
        unknown=[_role(), _GROUP, _attached(UNKNOWN)],
    ),
]
