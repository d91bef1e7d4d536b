"""Examples for the policies on AWS Network Firewall and on the ways that lead to it."""

from policies.networkfirewall import egress_inspected, firewall_delete_protection, firewall_encryption
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_KEY = {"type": "CUSTOMER_KMS", "keyId": UNKNOWN}


def _firewall(**props: object) -> Given:
    return Given(
        "aws:networkfirewall/firewall:Firewall", {"name": "ml", **props}, "wall", {"subnetMappings": ["firewall"]}
    )


def _logging(*kinds: object, of: str = "wall") -> Given:
    configs = [{"logType": kind, "logDestinationType": "CloudWatchLogs"} for kind in kinds]
    props = {"firewallArn": UNKNOWN, "loggingConfiguration": {"logDestinationConfigs": configs}}
    return Given(
        "aws:networkfirewall/loggingConfiguration:LoggingConfiguration", props, "logging", {"firewallArn": [of]}
    )


def _gateway(**props: object) -> Given:
    return Given("aws:ec2/natGateway:NatGateway", {"subnetId": UNKNOWN, **props}, "nat")


def _way(subnet: str, *, inline: bool = False, through: str = "natGatewayId", gateway: str = "nat") -> list[Given]:
    """A subnet whose table leads to a gateway."""
    table, association = f"{subnet}-table", "aws:ec2/routeTableAssociation:RouteTableAssociation"
    props = {"subnetId": UNKNOWN, "routeTableId": UNKNOWN}
    place = [
        Given("aws:ec2/subnet:Subnet", {"cidrBlock": "10.0.0.0/24"}, subnet),
        Given(association, props, f"{subnet}-routes", {"subnetId": [subnet], "routeTableId": [table]}),
    ]
    if inline:
        routes = [{"cidrBlock": "0.0.0.0/0", through: UNKNOWN}]
        return [*place, Given("aws:ec2/routeTable:RouteTable", {"routes": routes}, table, {"routes": [gateway]})]
    target = {"routeTableId": [table], through: [gateway]}
    route = {"destinationCidrBlock": "0.0.0.0/0", "routeTableId": UNKNOWN, through: UNKNOWN}
    return [
        *place,
        Given("aws:ec2/routeTable:RouteTable", {}, table),
        Given("aws:ec2/route:Route", route, f"{subnet}-out", target),
    ]


_SEEN = [_firewall(), _logging("ALERT", "FLOW")]
_IPV6 = Given("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", {"vpcId": UNKNOWN}, "egress-only")

EXAMPLES = [
    Examples(
        egress_inspected.POLICY,
        passing=[
            [_gateway(), *_way("firewall"), *_SEEN],
            [_gateway(), *_way("firewall", inline=True), *_SEEN],
            [_gateway(connectivityType="private"), *_way("private")],
            [_gateway(), Given("aws:ec2/routeTable:RouteTable", {}, "isolated")],
            [*_way("public", through="gatewayId", gateway="internet"), Given("aws:ec2/vpc:Vpc", {}, "vpc")],
        ],
        failing=[
            [_gateway(), *_way("private"), *_SEEN],
            [_gateway(), *_way("private", inline=True), *_SEEN],
            [_gateway(), *_way("firewall"), *_way("private"), *_SEEN],
            [_gateway(), *_way("firewall"), _firewall()],
            [_gateway(), *_way("firewall"), _firewall(), _logging("ALERT")],
            [_gateway(), *_way("firewall"), _firewall(), _logging("ALERT", "FLOW", of="another")],
            [_IPV6, *_way("private", through="egressOnlyGatewayId", gateway="egress-only"), *_SEEN],
            # A main route table serves every subnet that has none of its own.
            [_gateway(), *_way("firewall")[2:], *_SEEN],
        ],
        absent=[_gateway(), *_way("private")],
        absence_fails=True,
        unknown=[_gateway(), *_way("firewall"), _firewall(), _logging("ALERT", UNKNOWN)],
    ),
    Examples(
        firewall_delete_protection.POLICY,
        passing=[_firewall(deleteProtection=True, subnetChangeProtection=True)],
        failing=[
            _firewall(deleteProtection=False, subnetChangeProtection=True),
            _firewall(deleteProtection=True, subnetChangeProtection=False),
            _firewall(deleteProtection=UNKNOWN),
        ],
        absent=_firewall(),
        absence_fails=True,
        unknown=_firewall(deleteProtection=UNKNOWN, subnetChangeProtection=True),
    ),
    Examples(
        firewall_encryption.POLICY,
        passing=[
            _firewall(encryptionConfiguration=_KEY),
            Given("aws:networkfirewall/ruleGroup:RuleGroup", {"encryptionConfiguration": _KEY}),
            Given("aws:networkfirewall/firewallPolicy:FirewallPolicy", {"encryptionConfiguration": _KEY}),
        ],
        failing=[
            _firewall(encryptionConfiguration={"type": "AWS_OWNED_KMS_KEY"}),
            _firewall(encryptionConfiguration={"type": "CUSTOMER_KMS"}),
            Given("aws:networkfirewall/ruleGroup:RuleGroup", {"capacity": 1.0}),
            Given("aws:networkfirewall/firewallPolicy:FirewallPolicy", {}),
        ],
        absent=_firewall(),
        absence_fails=True,
        unknown=_firewall(encryptionConfiguration={"type": UNKNOWN, "keyId": "k"}),
    ),
]
