"""The instances of a node group: what they are made from."""

from moto.core.exceptions import ServiceException

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.ec2 import capacity_reservations, placement_groups
from sandbox.aws.server.ec2.instances import Instance, complete
from sandbox.aws.server.eks import images, launch_templates
from sandbox.aws.server.eks.errors import InvalidParameterError, InvalidRequestError
from sandbox.aws.server.eks.nodes import Instance as Machine
from sandbox.aws.server.eks.nodes import Place
from sandbox.aws.server.eks.state import Cluster
from sandbox.aws.server.eks.versions import VERSIONS
from sandbox.aws.server.shapes import Shape, items, part

GROUP_TAG = "eks:nodegroup-name"
# Capacity type of a group -> how EC2 sells its instances, besides on demand.
MARKETS = {"SPOT": "spot", "CAPACITY_BLOCK": "capacity-block"}


def shapes(call: Call, instance_types: list[str]) -> list[Shape]:
    """Return what EC2 says about instance types; refuse those that do not exist."""
    try:
        found = {shape["InstanceType"]: shape for shape in call.backend("ec2").describe_instance_types(instance_types)}
    except ServiceException as error:
        message = f"The following supplied instance types do not exist: {instance_types}"
        raise InvalidParameterError(message) from error
    return [found[name] for name in instance_types]


def machine_of(call: Call, nodegroup: Shape) -> Machine:
    """Return what the group's next instance is: its first instance type, with what its launch template says."""
    template: Shape = {}
    if reference := nodegroup.get("launchTemplate"):
        _, template = launch_templates.resolve(call, {"id": reference["id"], "version": reference["version"]})
    types = nodegroup.get("instanceTypes") or [template["InstanceType"]]
    custom = nodegroup["amiType"] == "CUSTOM"
    version = nodegroup["version"]
    return Machine(
        shape=shapes(call, types)[0],
        disk_gib=nodegroup.get("diskSize") or launch_templates.disk_size(template) or 20,
        gpu_driver=images.has_gpu_driver(nodegroup["amiType"]),
        kubelet=f"v{VERSIONS[version].patch}-eks-sandbox",
        image=nodegroup["releaseVersion"] if custom else images.image_id(nodegroup["amiType"], version),
        template=template,
    )


def start(call: Call, cluster: Cluster, nodegroup: Shape, machine: Machine, place: Place) -> Instance:
    """Start an instance."""
    template = machine.template
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": machine.disk_gib}}
    disks = [one for one in items(template, "BlockDeviceMappings") or [disk] if one.get("Ebs")]
    owner = {
        "eks:cluster-name": cluster.name,
        GROUP_TAG: nodegroup["nodegroupName"],
        f"kubernetes.io/cluster/{cluster.name}": "owned",
    }
    reserved, group = _capacity(call, machine, place)
    reservation = call.backend("ec2").run_instances(
        *(machine.image, 1, None, []),
        instance_type=machine.shape["InstanceType"],
        is_instance_type_default=False,
        region_name=cluster.region,
        subnet_id=place.subnet,
        private_ip=place.address,
        security_group_ids=items(template, "SecurityGroupIds")
        or [group for one in items(template, "NetworkInterfaces")[:1] for group in items(one, "Groups")]
        or [cluster.data["resourcesVpcConfig"]["clusterSecurityGroupId"]],
        block_device_mappings=[{**one, "Ebs": {"DeleteOnTermination": True, **one["Ebs"]}} for one in disks],
        metadata_options=part(template, "MetadataOptions"),
        tags={"instance": _instance_tags(template) | owner},
    )
    (instance,) = reservation.instances
    complete(instance, reserved, MARKETS.get(nodegroup["capacityType"]), group)
    return instance


def _capacity(call: Call, machine: Machine, place: Place) -> tuple[str | None, str | None]:
    """Return the reservation and the placement group that the next instance starts in."""
    wanted = {**machine.template, "InstanceType": machine.shape["InstanceType"], "MinCount": 1}
    try:
        return capacity_reservations.place(call, wanted, place.zone), placement_groups.place(call, wanted)
    except AwsError as error:
        raise InvalidRequestError(f"{error.code}: {error.message}") from error


def _instance_tags(template: Shape) -> Shape:
    return {
        tag["Key"]: tag["Value"]
        for specification in items(template, "TagSpecifications")
        if specification["ResourceType"] == "instance"
        for tag in items(specification, "Tags")
    }
