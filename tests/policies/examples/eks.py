"""Examples for the policies on EKS."""

from collections.abc import Mapping

from policies.eks import (
    cluster_access_entries,
    cluster_control_plane_logs,
    cluster_encrypt_secrets,
    cluster_network_policy_engine,
    cluster_no_open_endpoint_cidrs,
    cluster_no_public_endpoint,
    node_group_gpu_taint,
    node_group_launch_template,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _cluster(**props: object) -> Given:
    return Given("aws:eks/cluster:Cluster", props, "cluster")


def _endpoint(**config: object) -> Given:
    return _cluster(vpcConfig={"subnetIds": [UNKNOWN], **config})


def _addon(name: str = "vpc-cni", values: object = '{"enableNetworkPolicy": "true"}', **props: object) -> Given:
    return Given(
        "aws:eks/addon:Addon",
        {"addonName": name, "configurationValues": values, "clusterName": UNKNOWN, **props},
        "addon",
        {"clusterName": ["cluster"]},
    )


def _node_group(template: Mapping[str, object] | str | None = None) -> Given:
    props = {"clusterName": "c"} if template is None else {"clusterName": "c", "launchTemplate": template}
    return Given("aws:eks/nodeGroup:NodeGroup", props, "nodes", {"launchTemplate": ["template"]})


_TEMPLATE = Given("aws:ec2/launchTemplate:LaunchTemplate", {"name": "nodes"}, "template")
_ALL_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_API = "authenticationMode"
_CREATOR = "bootstrapClusterCreatorAdminPermissions"


def _gpu_nodes(*effects: object, **props: object) -> Given:
    taints = [{"key": "nvidia.com/gpu", "value": "true", "effect": effect} for effect in effects]
    return Given("aws:eks/nodeGroup:NodeGroup", {**props, **({"taints": taints} if taints else {})})


EXAMPLES = [
    Examples(
        node_group_gpu_taint.POLICY,
        passing=[
            _gpu_nodes("NO_SCHEDULE", instanceTypes=["g6.2xlarge"]),
            _gpu_nodes("NO_EXECUTE", amiType="AL2023_x86_64_NVIDIA"),
            _gpu_nodes(instanceTypes=["m7i.large"], amiType="AL2023_x86_64_STANDARD"),
        ],
        failing=[
            _gpu_nodes("PREFER_NO_SCHEDULE", instanceTypes=["p5.48xlarge"]),
            _gpu_nodes(instanceTypes=["m7i.large", "g6.2xlarge"]),
            _gpu_nodes(amiType="BOTTLEROCKET_x86_64_NVIDIA"),
        ],
        absent=_gpu_nodes(instanceTypes=["gr6.4xlarge"]),
        absence_fails=True,
        unknown=_gpu_nodes(UNKNOWN, instanceTypes=["g6.2xlarge"]),
    ),
    Examples(
        cluster_no_public_endpoint.POLICY,
        passing=[_endpoint(endpointPublicAccess=False, endpointPrivateAccess=True)],
        failing=[
            _endpoint(endpointPublicAccess=True, endpointPrivateAccess=True),
            _endpoint(endpointPublicAccess=False, endpointPrivateAccess=False),
            _endpoint(endpointPublicAccess=UNKNOWN, endpointPrivateAccess=False),
        ],
        absent=_cluster(),
        absence_fails=True,
        unknown=_endpoint(endpointPublicAccess=UNKNOWN, endpointPrivateAccess=True),
    ),
    Examples(
        cluster_no_open_endpoint_cidrs.POLICY,
        passing=[
            _endpoint(endpointPublicAccess=False),
            _endpoint(endpointPublicAccess=True, publicAccessCidrs=["203.0.113.0/24"]),
        ],
        failing=[
            _endpoint(publicAccessCidrs=["203.0.113.0/24", "0.0.0.0/0"]),
            _endpoint(publicAccessCidrs=["::/0"]),
            _endpoint(publicAccessCidrs=["0.0.0.0/1", "128.0.0.0/1"]),
            _endpoint(publicAccessCidrs=[]),
        ],
        absent=_endpoint(endpointPublicAccess=True),
        absence_fails=True,
        unknown=_endpoint(endpointPublicAccess=True, publicAccessCidrs=UNKNOWN),
    ),
    Examples(
        cluster_encrypt_secrets.POLICY,
        passing=[
            _cluster(encryptionConfig={"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:…"}}),
            _cluster(encryptionConfig={"resources": ["secrets"], "provider": {"keyArn": UNKNOWN}}),
        ],
        failing=[
            _cluster(encryptionConfig={"resources": [], "provider": {"keyArn": "arn:aws:kms:…"}}),
            _cluster(encryptionConfig={"resources": ["secrets"], "provider": {}}),
        ],
        absent=_cluster(),
        absence_fails=True,
        unknown=_cluster(encryptionConfig=UNKNOWN),
    ),
    Examples(
        cluster_access_entries.POLICY,
        passing=[_cluster(accessConfig={_API: "API", _CREATOR: False})],
        failing=[
            _cluster(accessConfig={_API: "API_AND_CONFIG_MAP", _CREATOR: False}),
            _cluster(accessConfig={_API: "API", _CREATOR: True}),
            _cluster(accessConfig={_API: "API"}),
        ],
        absent=_cluster(),
        absence_fails=True,
        unknown=_cluster(accessConfig={_API: UNKNOWN, _CREATOR: False}),
    ),
    Examples(
        cluster_control_plane_logs.POLICY,
        passing=[_cluster(enabledClusterLogTypes=_ALL_LOGS)],
        failing=[_cluster(enabledClusterLogTypes=_ALL_LOGS[1:]), _cluster(enabledClusterLogTypes=[])],
        absent=_cluster(),
        absence_fails=True,
        unknown=_cluster(enabledClusterLogTypes=["audit", UNKNOWN]),
    ),
    Examples(
        cluster_network_policy_engine.POLICY,
        passing=[
            [_cluster(), _addon()],
            [_cluster(name="prod"), Given("aws:eks/addon:Addon", {**_addon().props, "clusterName": "prod"})],
        ],
        failing=[
            [_cluster(), _addon(values='{"enableNetworkPolicy": "false"}')],
            [_cluster(), _addon("coredns")],
            [_cluster(name="one"), Given("aws:eks/addon:Addon", {**_addon().props, "clusterName": "another"})],
        ],
        absent=[_cluster(), _addon(values=None)],
        absence_fails=True,
        unknown=[_cluster(), _addon(values=UNKNOWN)],
    ),
    Examples(
        node_group_launch_template.POLICY,
        passing=[[_TEMPLATE, _node_group({"id": UNKNOWN})], [_TEMPLATE, _node_group({"name": "nodes"})]],
        failing=[_node_group({"version": "1"}), _node_group({"id": "lt-0123456789"})],
        absent=[_TEMPLATE, _node_group()],
        absence_fails=True,
        unknown=[_TEMPLATE, _node_group(UNKNOWN)],
    ),
]
