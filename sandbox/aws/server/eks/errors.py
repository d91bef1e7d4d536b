"""EKS's own errors."""

from moto.core.exceptions import ServiceException


class EksError(ServiceException):
    """An error as EKS words it; the fields tell which resource is meant."""

    def __init__(self, message: str, *, cluster: str = "", nodegroup: str = "", addon: str = "") -> None:
        super().__init__(message)
        self.clusterName = cluster or None
        self.nodegroupName = nodegroup or None
        self.addonName = addon or None


class ResourceNotFoundError(EksError):
    """There is no such resource."""

    code = "ResourceNotFoundException"


class ResourceInUseError(EksError):
    """The name is taken, or something still depends on the resource."""

    code = "ResourceInUseException"


class ResourceLimitExceededError(EksError):
    """There may not be more of it."""

    code = "ResourceLimitExceededException"


class InvalidParameterError(EksError):
    """A parameter is wrong."""

    code = "InvalidParameterException"


class InvalidRequestError(EksError):
    """The request does not fit the resource's state."""

    code = "InvalidRequestException"


class ServerError(EksError):
    """The sandbox cannot do it now, for example because its API server is down."""

    code = "ServerException"
