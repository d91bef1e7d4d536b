"""What those who make volumes may do in AWS: manage those of their own cluster, have them encrypted with one key."""

from components.iam_documents import Statement, document

# The driver's own tag since 1.58; AWS's policy AmazonEBSCSIDriverEKSClusterScopedPolicy (2026-04) looks at it too.
_OWN = "ebs.csi.aws.com/cluster-name"


def ebs_driver(partition: str, region: str, account_id: str, cluster_name: str) -> str:
    """Make, attach, grow and delete volumes of one cluster; attach them to nodes of that cluster only."""
    volumes = f"arn:{partition}:ec2:{region}:{account_id}:volume/*"
    instances = f"arn:{partition}:ec2:{region}:{account_id}:instance/*"
    own = {"StringEquals": {f"aws:ResourceTag/{_OWN}": cluster_name}}
    attach = ["ec2:AttachVolume", "ec2:DetachVolume"]
    # EKS tags the nodes of its node groups with the first, Karpenter its nodes with the second.
    to_nodes: list[Statement] = [
        {
            "Sid": sid,
            "Effect": "Allow",
            "Action": attach,
            "Resource": instances,
            "Condition": {"StringEquals": {f"aws:ResourceTag/{tag}": cluster_name}},
        }
        for sid, tag in (("ToNodesOfGroups", "eks:cluster-name"), ("ToKarpentersNodes", "eks:eks-cluster-name"))
    ]
    return document(
        {
            "Sid": "LookAtThisRegion",
            "Effect": "Allow",
            "Action": [
                f"ec2:Describe{kind}"
                for kind in (
                    "AvailabilityZones",
                    "Instances",
                    "InstanceTypes",
                    "Volumes",
                    "VolumesModifications",
                    "VolumeStatus",
                )
            ],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:RequestedRegion": region}},
        },
        {
            "Sid": "MakeOnlyTaggedAsOwn",
            "Effect": "Allow",
            "Action": "ec2:CreateVolume",
            "Resource": volumes,
            "Condition": {"StringEquals": {f"aws:RequestTag/{_OWN}": cluster_name}},
        },
        {
            "Sid": "TagWhileMaking",
            "Effect": "Allow",
            "Action": "ec2:CreateTags",
            "Resource": volumes,
            "Condition": {"StringEquals": {"ec2:CreateAction": "CreateVolume"}},
        },
        {
            "Sid": "ManageOwn",
            "Effect": "Allow",
            "Action": [*attach, "ec2:ModifyVolume", "ec2:DeleteVolume"],
            "Resource": volumes,
            "Condition": own,
        },
        *to_nodes,
    )


def encrypted_volumes(key_arn: str) -> str:
    """Have EC2 encrypt volumes with one key."""
    return document(
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
            "Resource": key_arn,
        },
        {
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": key_arn,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    )
