"""Examples for the policies on security groups and network ACLs."""

from policies.ec2 import (
    default_security_group_closed,
    network_acl_no_open_ingress,
    security_group_description,
    security_group_no_open_egress,
    security_group_used,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_ANYWHERE = "0.0.0.0/0"
_ALL: dict[str, object] = {"protocol": "-1", "fromPort": 0.0, "toPort": 0.0}
_HTTPS: dict[str, object] = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0}
_VPC = Given("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, "vpc")
_USER = Given("aws:ec2/vpcEndpoint:VpcEndpoint", {"securityGroupIds": UNKNOWN}, "s3", {"securityGroupIds": ["group"]})


def _group(name: str = "group", **props: object) -> Given:
    return Given("aws:ec2/securityGroup:SecurityGroup", {"description": "Callers of the API", **props}, name)


def _egress(*rules: object) -> Given:
    return _group(egress=list(rules))


def _new(direction: str, **rule: object) -> Given:
    return Given(f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule", rule, "rule")


def _old(**rule: object) -> Given:
    return Given("aws:ec2/securityGroupRule:SecurityGroupRule", {"type": "egress", **rule}, "rule")


def _of(rule: Given, group: str, **origins: list[str]) -> Given:
    return Given(rule.type, {**rule.props, "securityGroupId": UNKNOWN}, "rule", {"securityGroupId": [group], **origins})


def _default(**props: object) -> Given:
    return Given(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": UNKNOWN, **props}, "default", {"vpcId": ["vpc"]}
    )


def _acl(**rule: object) -> Given:
    filled = {"action": "allow", "cidrBlock": _ANYWHERE, "ruleNo": 100.0, **rule}
    return Given("aws:ec2/networkAcl:NetworkAcl", {"ingress": [filled]}, "acl")


def _acl_rule(**rule: object) -> Given:
    return Given("aws:ec2/networkAclRule:NetworkAclRule", {"ruleAction": "allow", "cidrBlock": _ANYWHERE, **rule})


EXAMPLES = [
    Examples(
        security_group_no_open_egress.POLICY,
        passing=[
            _egress({**_HTTPS, "cidrBlocks": [_ANYWHERE]}),
            _egress({**_ALL, "cidrBlocks": ["10.0.0.0/8"]}, {**_ALL, "securityGroups": ["sg-1"]}),
            _egress({"protocol": "tcp", "fromPort": 1024.0, "toPort": 65535.0, "ipv6CidrBlocks": ["::/0"]}),
            _group(ingress=[{**_ALL, "cidrBlocks": [_ANYWHERE]}]),
            _new("Egress", ipProtocol="-1", prefixListId="pl-1"),
            _new("Ingress", ipProtocol="-1", cidrIpv4=_ANYWHERE),
            _old(**{**_ALL, "type": "ingress", "cidrBlocks": [_ANYWHERE]}),
        ],
        failing=[
            _egress({**_ALL, "cidrBlocks": [_ANYWHERE]}),
            _egress({**_ALL, "protocol": "ALL", "cidrBlocks": ["10.0.0.0/8", "128.0.0.0/1"]}),
            _egress({**_ALL, "ipv6CidrBlocks": ["::/0"]}),
            _egress({"protocol": "tcp", "fromPort": 0.0, "toPort": 65535.0, "cidrBlocks": [_ANYWHERE]}),
            _egress({"protocol": "tcp", "fromPort": 1.0, "toPort": 65535.0, "cidrBlocks": [_ANYWHERE]}),
            _egress({**_ALL, "cidrBlocks": [UNKNOWN, _ANYWHERE]}),
            _new("Egress", ipProtocol="-1", cidrIpv4=_ANYWHERE),
            _new("Egress", ipProtocol="-1", cidrIpv6="::/0"),
            _old(**_ALL, cidrBlocks=[_ANYWHERE]),
            Given("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"egress": {**_ALL, "cidrBlocks": [_ANYWHERE]}}),
        ],
        absent=_group(),
        absence_fails=False,
        unknown=_egress({**_ALL, "cidrBlocks": [UNKNOWN]}),
    ),
    Examples(
        security_group_description.POLICY,
        passing=[
            _group(ingress=[{**_HTTPS, "cidrBlocks": ["10.0.0.0/8"], "description": "HTTPS from the VPC"}]),
            _new("Ingress", description="HTTPS from the VPC"),
            _old(description="HTTPS to the endpoints"),
            _default(ingress=[], egress=[]),
        ],
        failing=[
            _group(description=""),
            _group(description="Managed by Pulumi"),
            _group(description="Managed by Terraform"),
            _group(ingress=[_HTTPS]),
            _egress({**_HTTPS, "description": "HTTPS"}, {**_HTTPS, "description": " "}),
            _egress({**_HTTPS, "description": UNKNOWN}, _HTTPS),
            _new("Ingress", ipProtocol="tcp"),
            _new("Egress", ipProtocol="tcp", description=""),
            _old(protocol="tcp"),
            _old(type="ingress"),
            _default(ingress=[_ALL]),
        ],
        absent=Given("aws:ec2/securityGroup:SecurityGroup", {}),
        absence_fails=True,
        unknown=_group(description=UNKNOWN),
    ),
    Examples(
        security_group_used.POLICY,
        passing=[
            [_group(), _USER],
            _group(tags={"karpenter.sh/discovery": "platform"}),
        ],
        failing=[
            [_group(), _of(_new("Ingress", ipProtocol="-1"), "group")],
            [_group(), _of(_old(), "other", sourceSecurityGroupId=["group"]), _group("other")],
            [_group(), Given(_group().type, {"ingress": [{"securityGroups": [UNKNOWN]}]}, "b", {"ingress": ["group"]})],
            [_group(), _USER, _group("forgotten", tags={"Name": "forgotten"})],
            [
                _group(),
                Given(_default().type, {"ingress": [{"securityGroups": [UNKNOWN]}]}, "d", {"ingress": ["group"]}),
            ],
        ],
        absent=_group(),
        absence_fails=True,
        unknown=_group(tags=UNKNOWN),
    ),
    Examples(
        default_security_group_closed.POLICY,
        passing=[[_VPC, _default(ingress=[], egress=[])], [_VPC, _default()]],
        failing=[
            _VPC,
            [_VPC, _default(), Given(_VPC.type, _VPC.props, "forgotten")],
            [_VPC, _default(ingress=[{**_ALL, "self": True}])],
            [_VPC, _default(egress=[{**_ALL, "cidrBlocks": [_ANYWHERE]}])],
            [_VPC, _default(ingress=UNKNOWN, egress=[{**_ALL, "self": True}])],
            [_VPC, _default(), _of(_new("Ingress", ipProtocol="-1"), "default")],
            [_VPC, _default(), _of(_new("Egress", ipProtocol="-1"), "vpc")],
            [_VPC, _default(), _of(_old(**_ALL), "vpc")],
            Given("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": "vpc-1", "egress": [_ALL]}),
        ],
        absent=_VPC,
        absence_fails=True,
        unknown=[_VPC, _default(ingress=UNKNOWN)],
    ),
    Examples(
        network_acl_no_open_ingress.POLICY,
        passing=[
            _acl(**_HTTPS),
            _acl(**_ALL, action="deny"),
            _acl(**_ALL, cidrBlock="10.0.0.0/8"),
            _acl(protocol="tcp", fromPort=1024.0, toPort=3388.0),
            _acl(protocol="icmp", icmpType=-1.0),
            _acl_rule(**_ALL, egress=True),
            _acl_rule(**_ALL, ruleAction="deny"),
            Given("aws:ec2/networkAcl:NetworkAcl", {"egress": [{"action": "allow", "cidrBlock": _ANYWHERE, **_ALL}]}),
        ],
        failing=[
            _acl(**_ALL),
            _acl(**{**_ALL, "protocol": "all"}),
            _acl(**_ALL, action="ALLOW"),
            _acl(**_ALL, cidrBlock=None, ipv6CidrBlock="::/0"),
            *(_acl(protocol="tcp", fromPort=port, toPort=port) for port in (20.0, 21.0, 22.0, 3389.0)),
            _acl(protocol="6", fromPort=1.0, toPort=1024.0, cidrBlock="0.0.0.0/1"),
            _acl(protocol="udp", fromPort=3000.0, toPort=4000.0),
            _acl(protocol="17", fromPort=3389.0, toPort=3389.0),
            _acl_rule(**_ALL),
            _acl_rule(**_ALL, egress=False),
            _acl_rule(protocol="tcp"),
            Given("aws:ec2/networkAclRule:NetworkAclRule", {"ruleAction": "allow", "ipv6CidrBlock": "::/0", **_ALL}),
            Given(
                "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
                {
                    "ingress": [
                        {"action": "allow", "cidrBlock": UNKNOWN},
                        {"action": "allow", "cidrBlock": _ANYWHERE, **_ALL},
                    ]
                },
            ),
        ],
        absent=Given("aws:ec2/networkAcl:NetworkAcl", {}),
        absence_fails=False,
        unknown=_acl(**_ALL, cidrBlock=UNKNOWN),
    ),
]
