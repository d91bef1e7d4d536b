"""What an existing EKS cluster must be like before a platform moves in."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

import yaml

from components import vpc_cni
from components.serving_cluster import CONTROL_PLANE_LOGS
from components.versions import RELEASES
from infra import existing_access
from stacks import add_ons
from stacks.model import Settings
from stacks.sections.cluster import ExistingCluster

if TYPE_CHECKING:
    from mypy_boto3_eks import EKSClient
    from mypy_boto3_eks.type_defs import AddonTypeDef, ClusterTypeDef

_PATH = "cluster.existing"


def faults(settings: Settings, existing: ExistingCluster, caller_arn: str, eks: "EKSClient") -> Iterator[str]:
    """Everything that the platform needs of the cluster and does not find, with what its owner must do."""
    try:
        cluster = eks.describe_cluster(name=existing.name)["cluster"]
    except eks.exceptions.ResourceNotFoundException:
        yield f"{_PATH}.name: there is no cluster {existing.name} in {settings.region} of this account"
        return
    if (status := cluster.get("status")) not in ("ACTIVE", "UPDATING"):
        yield f"{_PATH}.name: {existing.name} is {status}; wait until it is ACTIVE"
        return
    yield from _other_settings(settings, cluster)
    yield from _control_plane(settings, existing.name, cluster)
    yield from _add_ons(settings, existing.name, eks)
    if _access_by_api(cluster):
        yield from existing_access.faults(settings, existing.name, caller_arn, eks)


def _other_settings(settings: Settings, cluster: "ClusterTypeDef") -> Iterator[str]:
    """Settings that must say what the cluster is."""
    version, wanted = cluster.get("version", ""), settings.cluster.version
    if version not in RELEASES:
        known = ", ".join(RELEASES)
        yield f"{_PATH}.name: it runs Kubernetes {version}, the platform knows {known}; its owner must upgrade it"
    elif version != wanted:
        yield f'cluster.version: the existing cluster runs {version}, not {wanted}; write "{version}"'
    services = cluster.get("kubernetesNetworkConfig", {}).get("serviceIpv4Cidr", "")
    if services != settings.cluster.service_cidr:
        now = services or "no IPv4 range"
        yield f"cluster.service_cidr: the existing cluster has {now}, not {settings.cluster.service_cidr}; write that"
    vpc, named = cluster.get("resourcesVpcConfig", {}).get("vpcId"), settings.network.existing
    if named and vpc != named.vpc_id:
        yield f"network.existing.vpc_id: the existing cluster is in {vpc}, not in {named.vpc_id}; name its own VPC"


def _control_plane(settings: Settings, name: str, cluster: "ClusterTypeDef") -> Iterator[str]:
    """What the platform's own clusters are too, and how its owner makes it so."""
    network, wanted = cluster.get("resourcesVpcConfig", {}), settings.cluster
    update = f"`aws eks update-cluster-config --name {name}"
    if not network.get("endpointPrivateAccess"):
        fix = "--resources-vpc-config endpointPrivateAccess=true`"
        yield f"{_PATH}.name: {name} has no private endpoint, which nodes reach it by; run {update} {fix}"
    public = set(network.get("publicAccessCidrs", [])) if network.get("endpointPublicAccess") else set[str]()
    if more := sorted(public - set(wanted.public_access_cidrs)):
        fix = "--resources-vpc-config endpointPublicAccess=false`"
        listed = "or list the ranges in cluster.public_access_cidrs"
        yield f"{_PATH}.name: {', '.join(more)} reach {name} from the Internet; run {update} {fix}, {listed}"
    if not _access_by_api(cluster):
        mode = cluster.get("accessConfig", {}).get("authenticationMode", "CONFIG_MAP")
        fix = "--access-config authenticationMode=API`"
        yield f"{_PATH}.name: {name} lets people in by {mode}, the platform by access entries; run {update} {fix}"
    if not any("secrets" in config.get("resources", []) for config in cluster.get("encryptionConfig", [])):
        fix = "`aws eks associate-encryption-config` with a key of yours"
        yield f"{_PATH}.name: {name} does not encrypt Secrets with a KMS key; run {fix}"
    setups = cluster.get("logging", {}).get("clusterLogging", [])
    logged = {kind for setup in setups if setup.get("enabled") for kind in setup.get("types", [])}
    if missing := [kind for kind in CONTROL_PLANE_LOGS if kind not in logged]:
        fix = f"--logging '{json.dumps({'clusterLogging': [{'types': missing, 'enabled': True}]})}'`"
        yield f"{_PATH}.name: {name} does not log {', '.join(missing)}; run {update} {fix}"
    if wanted.deletion_protection and not cluster.get("deletionProtection"):
        fix = "--deletion-protection`, or set cluster.deletion_protection to false"
        yield f"{_PATH}.name: {name} can be deleted by mistake; run {update} {fix}"
    if cluster.get("computeConfig", {}).get("enabled"):
        yield f"{_PATH}.name: {name} is in Auto Mode, with nodes and a network of its own; name a cluster without"


def _access_by_api(cluster: "ClusterTypeDef") -> bool:
    return cluster.get("accessConfig", {}).get("authenticationMode") == "API"


def _add_ons(settings: Settings, name: str, eks: "EKSClient") -> Iterator[str]:
    for add_on in add_ons.wanted(settings):
        try:
            found = eks.describe_addon(clusterName=name, addonName=add_on)["addon"]
        except eks.exceptions.ResourceNotFoundException:
            fix = f"`aws eks create-addon --cluster-name {name} --addon-name {add_on}`"
            yield f"{_PATH}.name: {name} lacks the EKS add-on {add_on}; its owner must run {fix}"
            continue
        if (status := found.get("status")) not in ("ACTIVE", "UPDATING"):
            yield f"{_PATH}.name: the add-on {add_on} of {name} is {status}; its owner must look into it"
        if add_on == "vpc-cni":
            yield from _network_policies(settings, name, found)
            yield from _baseline(settings, name, found)


def _network_policies(settings: Settings, name: str, add_on: "AddonTypeDef") -> Iterator[str]:
    wanted = vpc_cni.configuration(pods_apart=settings.network.pod_cidr is not None)
    found = _leaves(cast("object", yaml.safe_load(add_on.get("configurationValues") or "{}")))
    wrong = {path: value for path, value in _leaves(wanted).items() if found.get(path, "").lower() != value}
    if wrong:
        named = ", ".join(f"{path}={value}" for path, value in wrong.items())
        fix = f"`aws eks update-addon --cluster-name {name} --addon-name vpc-cni --configuration-values"
        yield f"{_PATH}.name: the vpc-cni of {name} lacks {named}; its owner must run {fix} '{json.dumps(wanted)}'`"
    if settings.network.pod_cidr is None and found.get("env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "").lower() == "true":
        yield "network.pod_cidr: the existing cluster has subnets for pods only; write their range, not null"


def _baseline(settings: Settings, name: str, add_on: "AddonTypeDef") -> Iterator[str]:
    found, known = add_on.get("addonVersion", ""), settings.cluster.existing
    if known and known.cluster_network_policies and _numbers(found) < _numbers(vpc_cni.CLUSTER_NETWORK_POLICIES_SINCE):
        fix = f"its owner must update it to {vpc_cni.CLUSTER_NETWORK_POLICIES_SINCE} or newer, or write false"
        yield f"{_PATH}.cluster_network_policies: the vpc-cni of {name} is {found or 'of no known version'}; {fix}"


def _numbers(version: str) -> list[int]:
    """The numbers of `v1.21.1-eksbuild.3` in their order."""
    return [int(number) for number in re.findall(r"\d+", version)]


def _leaves(value: object, path: str = "") -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {path: str(value)}
    items = cast("Mapping[str, object]", value).items()
    return {key: leaf for name, item in items for key, leaf in _leaves(item, f"{path}.{name}".strip(".")).items()}
