"""Examples for the policies on EKS clusters, their access and their add-ons."""

import json

from policies.eks import (
    access_policy_no_cluster_admin,
    addon_pinned_version,
    addon_strict_enforcing,
    cluster_deletion_protection,
    cluster_log_group,
    cluster_supported_version,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_STANDARD = {"supportType": "STANDARD"}
_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def _cluster(*, protect: bool = False, **props: object) -> Given:
    return Given("aws:eks/cluster:Cluster", props, "cluster", protect=protect)


def _access(policy: object, **scope: object) -> Given:
    props = {"policyArn": policy, **({"accessScope": scope} if scope else {})}
    return Given("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", props, "access")


def _addon(name: object = "vpc-cni", **props: object) -> Given:
    return Given("aws:eks/addon:Addon", {"addonName": name, **props}, "add-on")


def _cni(values: object) -> Given:
    return _addon(configurationValues=values)


def _mode(mode: object) -> dict[str, object]:
    return {"enableNetworkPolicy": "true", "env": {"NETWORK_POLICY_ENFORCING_MODE": mode}}


def _group(name: object, *origins: str) -> Given:
    return Given("aws:cloudwatch/logGroup:LogGroup", {"name": name}, "group", {"name": origins})


EXAMPLES = [
    Examples(
        cluster_supported_version.POLICY,
        passing=[
            _cluster(version="1.36", upgradePolicy=_STANDARD),
            _cluster(version="1.34", upgradePolicy=_STANDARD),
            _cluster(version="2.0", upgradePolicy=_STANDARD),
            _cluster(upgradePolicy=_STANDARD),
        ],
        failing=[
            _cluster(version="1.36", upgradePolicy={"supportType": "EXTENDED"}),
            _cluster(version="1.36", upgradePolicy={}),
            _cluster(version="1.33", upgradePolicy=_STANDARD),
            _cluster(version="1.9", upgradePolicy=_STANDARD),
            _cluster(version=1.3, upgradePolicy=_STANDARD),
            _cluster(version="latest", upgradePolicy=_STANDARD),
            _cluster(version=UNKNOWN),
        ],
        absent=_cluster(version="1.36"),
        absence_fails=True,
        unknown=_cluster(version=UNKNOWN, upgradePolicy=_STANDARD),
    ),
    Examples(
        cluster_deletion_protection.POLICY,
        passing=[
            _cluster(protect=True, deletionProtection=True),
            _cluster(protect=True, deletionProtection="true"),
        ],
        failing=[
            _cluster(protect=True, deletionProtection=False),
            _cluster(protect=False, deletionProtection=True),
            _cluster(protect=False, deletionProtection=UNKNOWN),
        ],
        absent=_cluster(protect=True),
        absence_fails=True,
        unknown=_cluster(protect=True, deletionProtection=UNKNOWN),
    ),
    Examples(
        cluster_log_group.POLICY,
        passing=[
            [_cluster(name="prod"), _group("/aws/eks/prod/cluster")],
            [_cluster(name="prod"), _group(UNKNOWN), _group("/aws/eks/prod/cluster")],
            [_cluster(name=UNKNOWN), _group(UNKNOWN, "cluster")],
            _group("/mlplatform/prod/flow-logs"),
        ],
        failing=[
            _cluster(name="prod"),
            [_cluster(name="prod"), _group("/aws/eks/dev/cluster")],
            [_cluster(name="prod"), _group("/aws/eks/prod/cluster/extra")],
            [_cluster(name="prod"), _group("prod")],
        ],
        absent=_cluster(name="prod"),
        absence_fails=True,
        unknown=[_cluster(name="prod"), _group(UNKNOWN)],
    ),
    Examples(
        access_policy_no_cluster_admin.POLICY,
        passing=[
            _access("arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy", type="cluster"),
            _access(_ADMIN, type="namespace", namespaces=["iris"]),
        ],
        failing=[
            _access(_ADMIN, type="cluster"),
            _access(_ADMIN.replace("arn:aws:", "arn:aws-us-gov:"), type="cluster"),
            _access(_ADMIN, namespaces=["iris"]),
        ],
        absent=_access(_ADMIN),
        absence_fails=True,
        unknown=_access(_ADMIN, type=UNKNOWN),
    ),
    Examples(
        addon_strict_enforcing.POLICY,
        passing=[_cni(_mode("strict")), _cni(json.dumps(_mode("strict"))), _addon("coredns")],
        failing=[
            _cni(json.dumps(_mode("standard"))),
            _cni(_mode("standard")),
            _cni('{"env": {}}'),
            _cni('{"enableNetworkPolicy": "true"}'),
            _cni('{"NETWORK_POLICY_ENFORCING_MODE": "strict"}'),
        ],
        absent=_addon(),
        absence_fails=True,
        unknown=_cni(UNKNOWN),
    ),
    Examples(
        addon_pinned_version.POLICY,
        passing=[_addon(addonVersion="v1.14.3-eksbuild.3"), _addon("coredns", addonVersion="v1.14.3-eksbuild.3")],
        failing=[
            _addon(addonVersion=""),
            _addon(addonVersion="latest"),
            _addon(addonVersion="v1.14"),
            _addon("coredns", addonVersion=None),
        ],
        absent=_addon(),
        absence_fails=True,
        unknown=_addon(addonVersion=UNKNOWN),
    ),
]
