"""Storage drivers: they let pods mount volumes, shared file systems and buckets."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import iam_documents, volume_permissions
from components.names import efs_mount_role
from components.pod_identity import PodIdentity

EBS, EFS, S3 = "aws-ebs-csi-driver", "aws-efs-csi-driver", "aws-mountpoint-s3-csi-driver"
LUSTRE = "aws-fsx-csi-driver"
EFS_NODES = "efs-csi-node-sa"
"""Service account of the EFS driver's pods on the nodes: they mount with its role, which has no permission but those
that file systems give it in their own policies."""
CONTROLLERS: Mapping[str, str] = {EBS: "ebs-csi-controller-sa", EFS: "efs-csi-controller-sa"}
"""Service account of each driver that calls AWS. Mountpoint reads with the identity of the pod that it serves; Lustre
is mounted by its address, and its driver may not make file systems."""


STORAGE_CLASS = "gp3"
"""The default storage class: encrypted EBS volumes."""


class StorageDriversArgs(TypedDict):
    """What StorageDrivers are made from."""

    cluster_name: Input[str]
    """Cluster that gets the drivers."""
    cluster_arn: str
    """ARN of that cluster, as text, so that policies can be checked before it exists."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the cluster."""
    account_id: str
    """Account of the cluster."""
    key_arn: Input[str]
    """KMS key that encrypts volumes."""
    versions: Mapping[str, str]
    """Version of each driver's add-on; a driver that is not named is not installed."""
    tags: NotRequired[Mapping[str, Input[str]]]
    """Tags of the volumes that pods get. Default: none."""


class StorageDrivers(ComponentResource):
    """CSI drivers as EKS add-ons, each with an identity of its own, and an encrypted default storage class."""

    def __init__(self, name: str, args: StorageDriversArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:StorageDrivers", name, None, opts)
        self._name = name
        self._args = args
        here = ResourceOptions(parent=self)
        if EBS in args["versions"]:
            cluster = args["cluster_arn"].rsplit("/", 1)[-1]
            role = self._role("ebs", EBS)
            policies = [
                aws.iam.RolePolicy(
                    f"{name}-ebs-policy",
                    role=role.name,
                    policy=volume_permissions.ebs_driver(
                        args["partition"], args["region"], args["account_id"], cluster
                    ),
                    opts=here,
                ),
                aws.iam.RolePolicy(
                    f"{name}-ebs-encryption",
                    role=role.name,
                    policy=Output.from_input(args["key_arn"]).apply(volume_permissions.encrypted_volumes),
                    opts=here,
                ),
            ]
            # Default tags of the provider do not reach what the driver makes.
            configuration = {"controller": {"extraVolumeTags": dict(args.get("tags", {}))}}
            driver = self._driver("ebs", EBS, role, *policies, configuration=Output.json_dumps(configuration))
            kubernetes.storage.v1.StorageClass(
                f"{name}-storage-class",
                metadata={
                    "name": STORAGE_CLASS,
                    "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
                },
                provisioner="ebs.csi.aws.com",
                parameters={"type": "gp3", "encrypted": "true", "kmsKeyId": args["key_arn"]},
                volume_binding_mode="WaitForFirstConsumer",  # a volume must be in the zone of its pod
                allow_volume_expansion=True,
                opts=ResourceOptions(parent=self, depends_on=[driver]),
            )
        if EFS in args["versions"]:
            role = self._role("efs", EFS)
            policy = aws.iam.RolePolicyAttachment(
                f"{name}-efs-policy",
                role=role.name,
                policy_arn=f"arn:{args['partition']}:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
                opts=here,
            )
            cluster = args["cluster_arn"].rsplit("/", 1)[-1]
            # The add-on takes no role for its pods on the nodes, which mount; EKS looks when such a pod starts.
            mounts = PodIdentity(
                f"{name}-efs-mounts",
                {
                    "cluster_name": args["cluster_name"],
                    "cluster_arn": args["cluster_arn"],
                    "namespace": "kube-system",
                    "service_account": EFS_NODES,
                    "role_name": efs_mount_role(cluster),
                },
                here,
            )
            self._driver("efs", EFS, role, policy, mounts)
        if S3 in args["versions"]:
            self._driver("s3", S3, None)
        if LUSTRE in args["versions"]:
            self._driver("lustre", LUSTRE, None)
        self.register_outputs({})

    def _role(self, short: str, driver: str) -> aws.iam.Role:
        trust = iam_documents.pod_identity_trust(self._args["cluster_arn"], "kube-system", CONTROLLERS[driver])
        return aws.iam.Role(f"{self._name}-{short}-role", assume_role_policy=trust, opts=ResourceOptions(parent=self))

    def _driver(
        self,
        short: str,
        driver: str,
        role: aws.iam.Role | None,
        *permissions: aws.iam.RolePolicy | aws.iam.RolePolicyAttachment | PodIdentity,
        configuration: Input[str] | None = None,
    ) -> aws.eks.Addon:
        return aws.eks.Addon(
            f"{self._name}-{short}-add-on",
            cluster_name=self._args["cluster_name"],
            addon_name=driver,
            addon_version=self._args["versions"][driver],
            configuration_values=configuration,
            pod_identity_associations=[{"service_account": CONTROLLERS[driver], "role_arn": role.arn}]
            if role
            else None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=ResourceOptions(parent=self, depends_on=permissions),
        )
