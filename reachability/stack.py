"""A stack, read for what decides about reach: tenants, network policies, address ranges, roles, buckets."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import cast

from reachability import cluster_policies, inventory, proxies
from reachability.cluster_policies import AdminTier
from reachability.conditions import listed
from reachability.data import Place
from reachability.iam import Document, statements
from reachability.inventory import Bucket, Role
from reachability.network import Namespace, NetworkPolicies, Policy, Range, Side
from reachability.ports import Ports
from reachability.proxies import Proxy
from reachability.resources import Json, Resource, of_type
from reachability.security_groups import SecurityGroups

TENANT_LABEL = "mlplatform.io/tenant"
SUBNET_KIND = "mlplatform:subnet-kind"
_CLUSTER_TAG = "aws:RequestTag/eks-cluster-arn"


@dataclass(frozen=True)
class Weights:
    """A model's files."""

    bucket: str
    prefix: str


@dataclass(frozen=True)
class Tenant:
    """A tenant's namespace, the roles that its pods may take, and its model's files."""

    name: str
    namespace: Namespace
    roles: Sequence[Role]
    weights: Weights | None


@dataclass(frozen=True)
class Stack:
    """What of a stack decides about reach."""

    tenants: Mapping[str, Tenant]
    proxies: Mapping[str, Proxy]
    """Egress proxies of tenants, by namespace."""
    namespaces: Mapping[str, Namespace]
    policies: NetworkPolicies
    groups: SecurityGroups
    subnets: Mapping[str, tuple[Range, ...]]
    """Address ranges by kind of subnet: private, pod, endpoint, public."""
    control_plane: tuple[Range, ...]
    """Where the Kubernetes API answers: the subnets of its network interfaces, and its Service's address."""
    buckets: Mapping[str, Bucket]
    endpoint_policies: Sequence[Document]
    """Policies of the endpoints of S3."""
    place: Place

    def between(self, source: Side, target: Side) -> tuple[Ports, list[str]]:
        """Ports of the target that the source reaches, and the rules that open them, or what closes them."""
        allowed, because = self.policies.between(source, target)
        if not allowed:
            return allowed, because
        by_groups, said = self.groups.between(source, target)
        reached = allowed & by_groups
        if reached == allowed:
            return reached, because
        return reached, [*because, said] if reached else [said]


class UnreadableError(Exception):
    """The stack lacks what the computation starts from."""


def read(resources: Sequence[Resource]) -> Stack:
    """Read a stack.

    Raises:
        UnreadableError: there is no tenant in it.
    """
    place, partition = _place(resources)
    subnets = _subnets(resources)
    namespaces = {one.name: one for one in _namespaces(resources)}
    roles: dict[str, list[Role]] = {}
    for role in inventory.roles(resources, place.account_id, partition):
        if role.namespace:
            roles.setdefault(role.namespace, []).append(role)
    weights = dict(_weights(resources))
    tenants = {
        one.labels[TENANT_LABEL]: Tenant(one.labels[TENANT_LABEL], one, roles.get(one.name, []), weights.get(one.name))
        for one in namespaces.values()
        if TENANT_LABEL in one.labels
    }
    if not tenants:
        raise UnreadableError(f"no namespace of the stack carries the label {TENANT_LABEL}")
    policies = [Policy.read(one.values) for one in of_type(resources, "kubernetes:networking.k8s.io/v1:NetworkPolicy")]
    return Stack(
        tenants=tenants,
        proxies=proxies.read(resources, namespaces.values()),
        namespaces=namespaces,
        # Without subnets of their own pods have addresses of the nodes' subnets.
        policies=NetworkPolicies(
            policies,
            subnets.get("pod") or subnets.get("private", ()),
            AdminTier(one.values for one in of_type(resources, *cluster_policies.TYPES)),
        ),
        groups=SecurityGroups(resources, subnets),
        subnets=subnets,
        control_plane=tuple(_control_plane(resources)),
        buckets={one.name: one for one in inventory.buckets(resources, partition)},
        endpoint_policies=[
            Document(one.name, one.text("policy"))
            for one in of_type(resources, "aws:ec2/vpcEndpoint:VpcEndpoint")
            if str(one.text("serviceName")).endswith(".s3")
        ],
        place=place,
    )


def _namespaces(resources: Sequence[Resource]) -> Iterator[Namespace]:
    for one in of_type(resources, "kubernetes:core/v1:Namespace"):
        metadata = cast("Json", one.values["metadata"])
        yield Namespace(str(metadata["name"]), cast("Mapping[str, str]", metadata.get("labels") or {}))


def _subnets(resources: Sequence[Resource]) -> dict[str, tuple[Range, ...]]:
    found: dict[str, tuple[Range, ...]] = {}
    for one in of_type(resources, "aws:ec2/subnet:Subnet"):
        kind = cast("Mapping[str, str]", one.values.get("tags") or {}).get(SUBNET_KIND, "")
        found[kind] = (*found.get(kind, ()), ip_network(str(one.values["cidrBlock"])))
    return found


def _control_plane(resources: Sequence[Resource]) -> Iterator[Range]:
    subnets = {
        name: ip_network(str(one.values["cidrBlock"]))
        for one in of_type(resources, "aws:ec2/subnet:Subnet")
        for name in (one.urn, one.text("id"))
        if name
    }
    for cluster in of_type(resources, "aws:eks/cluster:Cluster"):
        written = cast("Json", cluster.values.get("vpcConfig") or {}).get("subnetIds")
        named = {*cluster.sources.get("vpcConfig", ()), *map(str, listed(written))}
        yield from dict.fromkeys(subnets[one] for one in sorted(named & subnets.keys()))
        services = cast("Json", cluster.values.get("kubernetesNetworkConfig") or {}).get("serviceIpv4Cidr")
        if services:
            yield ip_network(ip_network(str(services))[1])


def _weights(resources: Sequence[Resource]) -> Iterator[tuple[str, Weights]]:
    for one in of_type(resources, "kubernetes:serving.kserve.io/v1beta1:InferenceService"):
        predictor = cast("Json", cast("Json", one.values["spec"])["predictor"])
        where = str(cast("Json", predictor.get("model") or {}).get("storageUri") or "")
        bucket, _, prefix = where.removeprefix("s3://").partition("/")
        if where.startswith("s3://"):
            yield cast("Json", one.values["metadata"])["namespace"], Weights(bucket, f"{prefix.rstrip('/')}/")


def _place(resources: Sequence[Resource]) -> tuple[Place, str]:
    """Account and cluster: the trust of every role of pods is bound to them, in plain text."""
    for role in of_type(resources, "aws:iam/role:Role"):
        for statement in statements(role.text("assumeRolePolicy") or json.dumps({})):
            conditions = cast("Mapping[str, Json]", statement.get("Condition") or {})
            for arn in listed(conditions.get("StringEquals", {}).get(_CLUSTER_TAG)):
                if arn:
                    _, partition, _, region, account, _ = str(arn).split(":", 5)
                    return Place(account, region, str(arn)), partition
    raise UnreadableError("no role of the stack is bound to pods of a cluster")
