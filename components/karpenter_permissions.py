"""What the Karpenter controller may do in AWS: start and stop nodes of its own cluster, nothing else."""

from components.iam_documents import Statement, document

SERVICE_ACCOUNT = "karpenter"
NAMESPACE = "kube-system"
_OWN = "aws:ResourceTag/kubernetes.io/cluster/"
_REQUESTED = "aws:RequestTag/kubernetes.io/cluster/"


def controller(partition: str, region: str, account_id: str, cluster_name: str, node_role_name: str) -> str:
    """The controller's policy; known before anything exists, so that policies can check it at preview."""
    ec2 = f"arn:{partition}:ec2:{region}:"
    launched = [f"{ec2}*:{kind}/*" for kind in ("fleet", "instance", "volume", "network-interface", "launch-template")]
    launched.append(f"{ec2}*:spot-instances-request/*")
    own_by_request = {
        "StringEquals": {f"{_REQUESTED}{cluster_name}": "owned", "aws:RequestTag/eks:eks-cluster-name": cluster_name},
        "StringLike": {"aws:RequestTag/karpenter.sh/nodepool": "*"},
    }
    own = {
        "StringEquals": {f"{_OWN}{cluster_name}": "owned"},
        "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
    }
    start = ["ec2:RunInstances", "ec2:CreateFleet"]
    statements: list[Statement] = [
        {
            "Sid": "StartFromImagesAndNetworks",
            "Effect": "Allow",
            "Action": start,
            "Resource": [f"{ec2}:{kind}/*" for kind in ("image", "snapshot")]
            + [f"{ec2}*:{kind}/*" for kind in ("security-group", "subnet", "capacity-reservation", "placement-group")],
        },
        {
            "Sid": "StartFromOwnLaunchTemplates",
            "Effect": "Allow",
            "Action": start,
            "Resource": f"{ec2}*:launch-template/*",
            "Condition": own,
        },
        {
            "Sid": "StartOnlyTaggedAsOwn",
            "Effect": "Allow",
            "Action": [*start, "ec2:CreateLaunchTemplate"],
            "Resource": launched,
            "Condition": own_by_request,
        },
        {
            "Sid": "TagWhileStarting",
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": launched,
            "Condition": {
                **own_by_request,
                "StringEquals": {
                    **own_by_request["StringEquals"],
                    "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                },
            },
        },
        {
            "Sid": "NameOwnInstances",
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": f"{ec2}*:instance/*",
            "Condition": {
                **own,
                "ForAllValues:StringEquals": {
                    "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]
                },
            },
        },
        {
            "Sid": "StopOwn",
            "Effect": "Allow",
            "Action": ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            "Resource": [f"{ec2}*:instance/*", f"{ec2}*:launch-template/*"],
            "Condition": own,
        },
        {
            "Sid": "LookAtThisRegion",
            "Effect": "Allow",
            "Action": [
                f"ec2:Describe{kind}"
                for kind in (
                    "CapacityReservations",
                    "Images",
                    "Instances",
                    "InstanceStatus",
                    "InstanceTypeOfferings",
                    "InstanceTypes",
                    "LaunchTemplates",
                    "PlacementGroups",
                    "SecurityGroups",
                    "SpotPriceHistory",
                    "Subnets",
                )
            ],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": region}},
        },
        {
            "Sid": "LookUpImages",
            "Effect": "Allow",
            "Action": "ssm:GetParameter",
            "Resource": f"arn:{partition}:ssm:{region}::parameter/aws/service/*",
        },
        {"Sid": "LookUpPrices", "Effect": "Allow", "Action": "pricing:GetProducts", "Resource": "*"},
        {
            "Sid": "GiveNodesTheirRole",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": f"arn:{partition}:iam::{account_id}:role/{node_role_name}",
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
        {
            "Sid": "ReadInstanceProfiles",
            "Effect": "Allow",
            "Action": ["iam:GetInstanceProfile", "iam:ListInstanceProfiles"],
            "Resource": f"arn:{partition}:iam::{account_id}:instance-profile/*",
        },
        {
            "Sid": "FindTheApi",
            "Effect": "Allow",
            "Action": "eks:DescribeCluster",
            "Resource": f"arn:{partition}:eks:{region}:{account_id}:cluster/{cluster_name}",
        },
        {
            "Sid": "HearOfInterruptions",
            "Effect": "Allow",
            "Action": ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            "Resource": f"arn:{partition}:sqs:{region}:{account_id}:{cluster_name}-karpenter",
        },
    ]
    return document(*statements)


def interruption_queue(queue_arn: str) -> str:
    """EventBridge may send to the queue; nobody without TLS."""
    return document(
        {
            "Sid": "Events",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue_arn,
        },
        {
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )
