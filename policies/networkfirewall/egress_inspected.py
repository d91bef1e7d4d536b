"""What leaves for the Internet must pass a firewall that logs."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack

_GATEWAYS = {
    "aws:ec2/natGateway:NatGateway": "natGatewayId",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "egressOnlyGatewayId",
}
_LOGS = {"ALERT", "FLOW"}


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Only subnets of a logged firewall may lead to a gateway; what is refused shows as alert, what passes as flow."""
    routes = of_stack(args, "aws:ec2/route:Route")
    tables = of_stack(args, "aws:ec2/routeTable:RouteTable")
    associations = of_stack(args, "aws:ec2/routeTableAssociation:RouteTableAssociation")
    subnets = of_stack(args, "aws:ec2/subnet:Subnet")
    firewalls = of_stack(args, "aws:networkfirewall/firewall:Firewall")
    logging = of_stack(args, "aws:networkfirewall/loggingConfiguration:LoggingConfiguration")

    def leads_to(table: Resource, gateway: Resource) -> bool:
        key = _GATEWAYS[gateway.type]
        return table.refers_to(gateway, "routes") or any(
            route.refers_to(table, "routeTableId", "id") and route.refers_to(gateway, key, "id") for route in routes
        )

    def is_inspected(association: Resource) -> bool:
        places = [subnet for subnet in subnets if association.refers_to(subnet, "subnetId", "id")]
        return any(_stands_in(firewall, place) for firewall in logged for place in places)

    def check(gateway: Resource) -> None:
        if gateway.properties.text("connectivityType") == "private":
            return
        for table in tables:
            if leads_to(table, gateway):
                users = [one for one in associations if one.refers_to(table, "routeTableId", "id")]
                if not users or not all(is_inspected(one) for one in users):
                    report_violation(
                        f"What {table.name} leads to {gateway.name} must pass a logged firewall.", table.urn
                    )

    logged: list[Resource] = []

    def find_logged(firewall: Resource) -> None:
        kinds = {
            config.text("logType")
            for one in logging
            if one.refers_to(firewall, "firewallArn", "arn")
            for config in one.properties.each("loggingConfiguration", "logDestinationConfigs")
        }
        if kinds >= _LOGS:
            logged.append(firewall)

    gateways = of_stack(args, *_GATEWAYS)
    # Without a gateway there is nothing to decide.
    evaluate(firewalls if gateways else (), find_logged)
    evaluate(gateways, check)


def _stands_in(firewall: Resource, subnet: Resource) -> bool:
    return subnet.urn in firewall.dependencies.get("subnetMappings", frozenset())


POLICY = pp.StackValidationPolicy(
    name="networkfirewall-egress-inspected",
    description="What leaves a VPC by a NAT or egress-only gateway passes a firewall that logs alerts and flows.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "NetworkFirewall.2",
        "Network Firewall logging should be enabled",
    ),
    remediation_steps="Route private subnets to an endpoint of an `aws.networkfirewall.Firewall` and only its subnets "
    "to the gateway; declare an `aws.networkfirewall.LoggingConfiguration` with `ALERT` and `FLOW`.",
    tags=["networkfirewall", "network", "audit", "CKV2_AWS_63"],
    url="https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html",
    validate=validate,
)
