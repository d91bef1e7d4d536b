"""Karpenter: starts the nodes that waiting pods need and stops those that nobody needs."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import ComponentResource, Input, Output, ResourceOptions

from components import karpenter_permissions, versions, volume_permissions
from components.interruption_queue import InterruptionQueue
from components.karpenter_permissions import NAMESPACE, SERVICE_ACCOUNT
from components.names import karpenter_node_role
from components.node_role import NodeRole
from components.pod_identity import PodIdentity


class KarpenterArgs(TypedDict):
    """What a Karpenter is made from."""

    cluster_name: str
    """Cluster that gets the nodes."""
    cluster_arn: str
    """ARN of that cluster, as text."""
    partition: str
    """AWS partition, for ARNs."""
    region: str
    """Region of the cluster."""
    account_id: str
    """Account of the cluster."""
    key_arn: Input[str]
    """KMS key that encrypts the nodes' volumes."""
    reserved_network_interfaces: NotRequired[int]
    """Network interfaces of a node that give pods no addresses: 1 with subnets for pods only. Default: 0."""
    isolated: NotRequired[bool]
    """Whether there is no way to the Internet, so that prices are not asked for. Default: false."""
    node_overlays: NotRequired[bool]
    """Whether NodeOverlays count, by which pools that share GPUs say how many pods fit; alpha in Karpenter 1.14.
    Default: False."""


class Karpenter(ComponentResource):
    """The Karpenter controller with least privilege, its interruption queue, its CRDs and the role of its nodes."""

    node_role_name: Output[str]
    """IAM role of the nodes."""
    instance_profile_name: Output[str]
    """Instance profile that carries that role."""

    def __init__(self, name: str, args: KarpenterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:Karpenter", name, None, opts)
        here = ResourceOptions(parent=self)
        cluster, partition, region, account = (
            args["cluster_name"],
            args["partition"],
            args["region"],
            args["account_id"],
        )
        physical = f"{cluster}-karpenter"
        queue = InterruptionQueue(
            f"{name}-interruptions",
            {"queue_name": physical, "queue_arn": f"arn:{partition}:sqs:{region}:{account}:{physical}"},
            here,
        )
        node_role_name = karpenter_node_role(cluster)
        node_role = NodeRole(
            f"{name}-node", {"partition": partition, "cluster_name": cluster, "role_name": node_role_name}, here
        )
        profile = aws.iam.InstanceProfile(
            f"{name}-instance-profile", name=node_role_name, role=node_role.role_name, opts=here
        )
        # EKS makes this entry by itself for managed node groups only.
        entry = aws.eks.AccessEntry(
            f"{name}-node-entry", cluster_name=cluster, principal_arn=node_role.role_arn, type="EC2_LINUX", opts=here
        )
        identity = PodIdentity(
            f"{name}-controller",
            {
                "cluster_name": cluster,
                "cluster_arn": args["cluster_arn"],
                "namespace": NAMESPACE,
                "service_account": SERVICE_ACCOUNT,
                "role_name": physical,
            },
            here,
        )
        permissions = [
            aws.iam.RolePolicy(
                f"{name}-controller-policy",
                role=identity.role_name,
                policy=karpenter_permissions.controller(partition, region, account, cluster, node_role_name),
                opts=here,
            ),
            aws.iam.RolePolicy(
                f"{name}-controller-volumes",
                role=identity.role_name,
                policy=Output.from_input(args["key_arn"]).apply(volume_permissions.encrypted_volumes),
                opts=here,
            ),
        ]
        gates = {"featureGates": {"nodeOverlay": True}} if args.get("node_overlays", False) else {}
        crds = kubernetes.helm.v3.Release(
            f"{name}-crds",
            name="karpenter-crd",
            namespace=NAMESPACE,
            chart=versions.KARPENTER_CRD.reference,
            version=versions.KARPENTER_CRD.version,
            opts=here,
        )
        kubernetes.helm.v3.Release(
            f"{name}-controller",
            name="karpenter",
            namespace=NAMESPACE,
            chart=versions.KARPENTER.reference,
            version=versions.KARPENTER.version,
            skip_crds=True,
            values={
                "serviceAccount": {"name": SERVICE_ACCOUNT},
                "settings": {
                    "clusterName": cluster,
                    "interruptionQueue": queue.queue_name,
                    "eksControlPlane": True,
                    "reservedENIs": str(args.get("reserved_network_interfaces", 0)),
                    "isolatedVPC": args.get("isolated", False),
                    **gates,
                },
            },
            opts=ResourceOptions(parent=self, depends_on=[crds, identity, entry, *permissions]),
        )
        self.node_role_name = node_role.role_name
        self.instance_profile_name = profile.name
        self.register_outputs(
            {"node_role_name": self.node_role_name, "instance_profile_name": self.instance_profile_name}
        )
