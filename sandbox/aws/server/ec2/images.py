"""Machine images: those of EKS are there, owned by Amazon."""

from moto.ec2.models.amis import Ami
from werkzeug import Response

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.images import AMI_TYPES, image_id, image_name
from sandbox.aws.server.eks.versions import VERSIONS

AMAZON_EKS = "602401143452"


def describe_images(call: Call) -> Response:
    """Add EKS's images to the region, once, before moto answers."""
    ec2 = call.backend("ec2")
    for ami_type, (_, architecture, _) in AMI_TYPES.items():
        for version in VERSIONS:
            name = image_id(ami_type, version)
            if name not in ec2.amis:
                ec2.amis[name] = Ami(
                    ec2,
                    name,
                    name=image_name(ami_type, version),
                    description=f"EKS-optimized image for Kubernetes {version} ({ami_type})",
                    owner_id=AMAZON_EKS,
                    owner_alias="amazon",
                    public=True,
                    virtualization_type="hvm",
                    architecture=architecture,
                    root_device_type="ebs",
                    root_device_name="/dev/xvda",
                    region_name=f"{call.region}a",
                )
    return call.forward()


OPERATIONS = {"DescribeImages": describe_images}
