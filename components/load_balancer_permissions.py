"""What the AWS Load Balancer Controller may do in AWS: make network load balancers for its own cluster, nothing else.

Narrowed from docs/install/iam_policy.json of the controller's v3.2.2: tags name the cluster instead of any, and what
application load balancers, certificates, WAF and Shield need is left out, for Services have none of these.
"""

from collections.abc import Mapping

from components.iam_documents import Statement, document

Condition = Mapping[str, Mapping[str, object]]
SERVICE_ACCOUNT = "aws-load-balancer-controller"
NAMESPACE = "kube-system"
TAG = "elbv2.k8s.aws/cluster"
"""The controller puts this tag, with the cluster's name, on everything that it makes."""


def controller(partition: str, region: str, account_id: str, cluster_name: str) -> str:
    """The controller's policy; known before anything exists, so that policies can check it at preview."""
    ec2 = f"arn:{partition}:ec2:{region}:{account_id}"
    elb = f"arn:{partition}:elasticloadbalancing:{region}:{account_id}"
    groups, balancers, targets = f"{ec2}:security-group/*", f"{elb}:loadbalancer/net/*", f"{elb}:targetgroup/*"
    listeners = f"{elb}:listener/net/*"
    made = {"StringEquals": {f"aws:RequestTag/{TAG}": cluster_name}}
    own = {"StringEquals": {f"aws:ResourceTag/{TAG}": cluster_name}}
    kept = {**own, "Null": {f"aws:RequestTag/{TAG}": "true"}}
    rules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]

    def allow(sid: str, actions: list[str], resources: str | list[str], condition: Condition) -> Statement:
        return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources, "Condition": condition}

    def while_creating(*actions: str, service: str) -> Condition:
        return {"StringEquals": {**made["StringEquals"], f"{service}:CreateAction": list(actions)}}

    return document(
        allow("LookAtThisRegion", _looks(), "*", {"StringEquals": {"aws:RequestedRegion": region}}),
        allow(
            "HaveTheServicesRoleMade",
            ["iam:CreateServiceLinkedRole"],
            f"arn:{partition}:iam::{account_id}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*",
            {"StringEquals": {"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}},
        ),
        {"Sid": "PutGroupsInAVpc", "Effect": "Allow", "Action": "ec2:CreateSecurityGroup", "Resource": f"{ec2}:vpc/*"},
        allow("MakeGroups", ["ec2:CreateSecurityGroup"], groups, made),
        allow("TagNewGroups", ["ec2:CreateTags"], groups, while_creating("CreateSecurityGroup", service="ec2")),
        allow("TagOwnGroups", ["ec2:CreateTags", "ec2:DeleteTags"], groups, kept),
        allow("ChangeOwnGroups", [*rules, "ec2:DeleteSecurityGroup"], groups, own),
        # EKS tags the group of the nodes so; pods have it too.
        allow(
            "LetLoadBalancersThroughToNodes",
            rules,
            groups,
            {"StringEquals": {f"aws:ResourceTag/kubernetes.io/cluster/{cluster_name}": "owned"}},
        ),
        allow(
            "MakeLoadBalancers",
            ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
            [balancers, targets],
            made,
        ),
        allow(
            "TagNewLoadBalancers",
            ["elasticloadbalancing:AddTags"],
            [balancers, targets, listeners],
            while_creating("CreateLoadBalancer", "CreateTargetGroup", "CreateListener", service="elasticloadbalancing"),
        ),
        allow(
            "TagOwnLoadBalancers",
            ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
            [balancers, targets, listeners],
            kept,
        ),
        allow("ChangeOwnLoadBalancers", _changes(), [balancers, targets, listeners], own),
    )


def _looks() -> list[str]:
    ec2 = (
        "AccountAttributes",
        "Addresses",
        "AvailabilityZones",
        "Instances",
        "InternetGateways",
        "NetworkInterfaces",
        "RouteTables",
        "SecurityGroups",
        "Subnets",
        "Tags",
        "Vpcs",
    )
    balancing = (
        "CapacityReservation",
        "ListenerAttributes",
        "ListenerCertificates",
        "Listeners",
        "LoadBalancerAttributes",
        "LoadBalancers",
        "Rules",
        "Tags",
        "TargetGroupAttributes",
        "TargetGroups",
        "TargetHealth",
    )
    return [
        "ec2:GetSecurityGroupsForVpc",
        *(f"ec2:Describe{kind}" for kind in ec2),
        *(f"elasticloadbalancing:Describe{kind}" for kind in balancing),
    ]


def _changes() -> list[str]:
    return [
        f"elasticloadbalancing:{action}"
        for action in (
            "CreateListener",
            "DeleteListener",
            "DeleteLoadBalancer",
            "DeleteTargetGroup",
            "DeregisterTargets",
            "ModifyListener",
            "ModifyListenerAttributes",
            "ModifyLoadBalancerAttributes",
            "ModifyTargetGroup",
            "ModifyTargetGroupAttributes",
            "RegisterTargets",
            "SetIpAddressType",
            "SetSecurityGroups",
            "SetSubnets",
        )
    ]
