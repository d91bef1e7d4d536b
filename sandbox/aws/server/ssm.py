"""Parameter Store: AWS's own parameters with the images of EKS nodes, which moto has not."""

from datetime import UTC, datetime

from moto.ssm.models import Parameter
from werkzeug import Response

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.images import AMI_TYPES, image_id, image_name, image_path, release_version
from sandbox.aws.server.eks.versions import VERSIONS


def with_eks_images(call: Call) -> Response:
    """Add the parameters to the region, once, before moto answers."""
    parameters = call.backend("ssm")._parameters  # noqa: SLF001 PutParameter refuses names of AWS's own
    for ami_type in AMI_TYPES:
        for version in VERSIONS:
            path = image_path(ami_type, version)
            values = {
                "image_id": image_id(ami_type, version),
                "image_name": image_name(ami_type, version),
                "release_version": release_version(ami_type, version),
                "image_version": release_version(ami_type, version),
            }
            for name, value in values.items():
                if not parameters[f"{path}/{name}"]:
                    parameters[f"{path}/{name}"].append(_parameter(call.account, f"{path}/{name}", value))
    return call.forward()


def _parameter(account: str, name: str, value: str) -> object:
    return Parameter(
        account,
        name,
        value,
        parameter_type="String",
        description=None,
        allowed_pattern=None,
        keyid=None,
        last_modified_date=datetime.now(UTC),
        version=1,
        data_type="aws:ec2:image" if name.endswith("image_id") else "text",
    )


OPERATIONS = {"GetParameter": with_eks_images, "GetParameters": with_eks_images, "GetParametersByPath": with_eks_images}
