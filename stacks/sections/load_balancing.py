"""The settings of the load balancer that models are called through."""

from typing import Annotated

from stacks.sections.fields import Cidr, Length, Section


class LoadBalancers(Section):
    """The internal load balancer in front of the models, and who makes it."""

    controller: bool = True
    """Whether the AWS Load Balancer Controller is installed; `false` only in an existing cluster that has it."""
    client_cidrs: Annotated[tuple[Cidr, ...], Length(0, 40)] = ()
    """Private networks that may call models besides this VPC, for example offices behind a VPN."""
    deletion_protection: bool = True
    """Whether AWS refuses to delete the load balancer."""
