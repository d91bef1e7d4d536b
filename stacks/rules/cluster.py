"""Rules of the cluster: a version that is supported, and roles that exist and have one access each."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from components.names import LIMITS, Names, karpenter_node_role
from components.versions import RELEASES
from stacks.model import Settings
from stacks.reading.errors import Path, Problem
from stacks.sections.fields import partition_of


def _versions(settings: Settings) -> Iterator[Problem]:
    if settings.cluster.version not in RELEASES:
        supported = ", ".join(RELEASES)
        yield Problem(("cluster", "version"), f"{settings.cluster.version} is not supported; supported: {supported}")
    nodes = settings.cluster.system_nodes
    if nodes.min_size > nodes.max_size:
        path = ("cluster", "system_nodes", "max_size")
        yield Problem(path, f"min_size {nodes.min_size} > max_size {nodes.max_size}")


def _arns(settings: Settings) -> Iterator[Problem]:
    partition = partition_of(settings.region)
    access = settings.cluster.access
    arns: list[tuple[Path, str]] = [
        (("cluster", "access", field, index), arn)
        for field in ("admin_role_arns", "operator_role_arns", "viewer_role_arns")
        for index, arn in enumerate(getattr(access, field))
    ]
    if access.deployer_role_arn:
        arns.insert(0, (("cluster", "access", "deployer_role_arn"), access.deployer_role_arn))
    arns += [(("teams", name, "role_arn"), team.role_arn) for name, team in settings.teams.items() if team.role_arn]
    others = [(("storage", "outside_role_arns", i), arn) for i, arn in enumerate(settings.storage.outside_role_arns)]
    seen: dict[str, tuple[str | int, ...]] = {}
    for path, arn in arns + others:
        if (given := arn.split(":")[1]) != partition:
            yield Problem(path, f"partition {given} does not exist in region {settings.region}; expected {partition}")
        if arn in seen and path[0] != "storage":
            yield Problem(path, "this role has access already; EKS allows one access entry per role")
        seen[arn] = path


def _existing(settings: Settings) -> Iterator[Problem]:
    existing, path = settings.cluster.existing, ("cluster", "existing")
    if existing is None:
        return
    if settings.network.existing is None:
        yield Problem(path, "needs network.existing: name the VPC that the cluster is in, and its subnets")
    if existing.name == Names(settings.platform, settings.environment, "").cluster:
        message = f"{existing.name} is the cluster that this environment makes by itself; drop `existing`"
        yield Problem((*path, "name"), f"{message}, or choose another `platform`")
    role = karpenter_node_role(existing.name)
    if (too_long := len(role) - LIMITS["iam-role"]) > 0:
        message = f"the IAM role {role} is {too_long} characters too long; only a cluster with a shorter name will do"
        yield Problem((*path, "name"), message)


def _load_balancers(settings: Settings) -> Iterator[Problem]:
    wanted, path = settings.cluster.load_balancers, ("cluster", "load_balancers")
    if not wanted.controller and settings.cluster.existing is None:
        message = "a new cluster has no other controller, and models would get no load balancer; leave it true"
        yield Problem((*path, "controller"), message)
    for index, cidr in enumerate(wanted.client_cidrs):
        if not IPv4Network(cidr).is_private:
            message = f"{cidr} is not private; the load balancer is inside the VPC, and the Internet does not reach it"
            yield Problem((*path, "client_cidrs", index), message)


RULES = (_versions, _arns, _existing, _load_balancers)
