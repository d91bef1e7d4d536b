"""EKS clusters on the sandbox's API server."""

import pytest

from tests.integration.aws_server.eks import Eks
from tests.sandbox.aws.server.account import error

pytestmark = pytest.mark.integration


def test_there_is_one_cluster_at_a_time(eks: Eks, cluster: str) -> None:
    with error("ResourceLimitExceededException") as refusal:
        eks.create_cluster("prod")
    assert f"{cluster} (eu-west-1) exists. Delete it" in str(refusal.value)


def test_a_cluster_has_the_shape_that_eks_documents(eks: Eks, cluster: str) -> None:
    described = eks.api.describe_cluster(name=cluster)["cluster"]
    assert described["status"] == "ACTIVE"
    assert described["endpoint"].startswith("https://127.0.0.1:")
    network = described["resourcesVpcConfig"]
    group = eks.account.client("ec2").describe_security_groups(GroupIds=[network["clusterSecurityGroupId"]])
    assert group["SecurityGroups"][0]["VpcId"] == network["vpcId"] == eks.vpc
    assert described["upgradePolicy"] == {"supportType": "EXTENDED"}
    assert described["logging"]["clusterLogging"][0]["enabled"] is False


def test_versions_go_up_one_at_a_time(eks: Eks, cluster: str) -> None:
    with error("InvalidParameterException"):
        eks.api.update_cluster_version(name=cluster, version="1.34")
    update = eks.api.update_cluster_version(name=cluster, version="1.36")["update"]
    assert eks.api.describe_update(name=cluster, updateId=update["id"])["update"]["status"] == "Successful"
    assert eks.api.describe_cluster(name=cluster)["cluster"]["version"] == "1.36"


def test_an_update_changes_one_thing_and_must_change_it(eks: Eks, cluster: str) -> None:
    with error("InvalidParameterException"):
        eks.api.update_cluster_config(name=cluster, deletionProtection=True, upgradePolicy={"supportType": "STANDARD"})
    with error("InvalidParameterException"):
        eks.api.update_cluster_config(name=cluster, upgradePolicy={"supportType": "EXTENDED"})
    eks.api.update_cluster_config(name=cluster, upgradePolicy={"supportType": "STANDARD"})
    assert eks.api.describe_cluster(name=cluster)["cluster"]["upgradePolicy"] == {"supportType": "STANDARD"}


def test_a_protected_cluster_cannot_be_deleted(eks: Eks, cluster: str) -> None:
    eks.api.update_cluster_config(name=cluster, deletionProtection=True)
    with error("InvalidRequestException"):
        eks.api.delete_cluster(name=cluster)
    eks.api.update_cluster_config(name=cluster, deletionProtection=False)


def test_the_next_cluster_starts_clean(eks: Eks) -> None:
    first = eks.create_cluster("dev")
    kubectl = eks.clone.kubectl
    own = kubectl("get", "clusterrolebindings,serviceaccounts,configmaps", "-A", "-o", "name").splitlines()
    kubectl("create", "namespace", "tenant")
    kubectl("create", "configmap", "left", "--namespace=kube-system")
    kubectl("create", "deployment", "left", "--image=model", "--namespace=default")
    kubectl("create", "clusterrole", "left", "--verb=get", "--resource=pods")
    names = {"plural": "widgets", "singular": "widget", "kind": "Widget"}
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    spec = {"group": "example.com", "names": names, "scope": "Cluster", "versions": [version]}
    kind = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    kubectl("apply", "-f-", manifest={**kind, "metadata": {"name": "widgets.example.com"}, "spec": spec})
    kubectl("wait", "--for=condition=Established", "crd/widgets.example.com")
    stuck = {"name": "stuck", "finalizers": ["example.com/nobody-removes-this"]}
    kubectl("apply", "-f-", manifest={"apiVersion": "example.com/v1", "kind": "Widget", "metadata": stuck})
    eks.delete_cluster("dev")
    assert "tenant" not in kubectl("get", "namespaces", "-o", "name")
    assert "left" not in kubectl("get", "configmaps,deployments,clusterroles", "-A", "-o", "name")
    assert kubectl("get", "crds", "-o", "name") == ""
    # What is the sandbox's own is still there.
    assert set(own) <= set(kubectl("get", "clusterrolebindings,serviceaccounts,configmaps", "-A", "-o", "name").split())
    second = eks.create_cluster("dev")
    assert second["identity"] != first["identity"]
    eks.delete_cluster("dev")


def test_the_security_group_of_a_cluster_goes_with_it(eks: Eks) -> None:
    group = eks.create_cluster("dev")["resourcesVpcConfig"]["clusterSecurityGroupId"]
    eks.delete_cluster("dev")
    with error("InvalidGroup.NotFound"):
        eks.account.client("ec2").describe_security_groups(GroupIds=[group])


def test_an_addon_owns_its_pod_identities(eks: Eks, cluster: str) -> None:
    identity = {"serviceAccount": "aws-node", "roleArn": eks.node_role}
    addon = eks.api.create_addon(clusterName=cluster, addonName="vpc-cni", podIdentityAssociations=[identity])["addon"]
    (association,) = eks.api.list_pod_identity_associations(clusterName=cluster)["associations"]
    assert association["ownerArn"] == addon["addonArn"]
    eks.api.delete_addon(clusterName=cluster, addonName="vpc-cni")
    assert eks.api.list_pod_identity_associations(clusterName=cluster)["associations"] == []


def test_an_unknown_addon_version_is_refused(eks: Eks, cluster: str) -> None:
    with error("InvalidParameterException"):
        eks.api.create_addon(clusterName=cluster, addonName="coredns", addonVersion="v9.9.9-eksbuild.1")


def test_everything_can_be_tagged(eks: Eks, cluster: str) -> None:
    addon = eks.api.create_addon(clusterName=cluster, addonName="coredns", tags={"env": "dev"})["addon"]
    eks.api.tag_resource(resourceArn=addon["addonArn"], tags={"team": "ml"})
    eks.api.untag_resource(resourceArn=addon["addonArn"], tagKeys=["env"])
    assert eks.api.describe_addon(clusterName=cluster, addonName="coredns")["addon"]["tags"] == {"team": "ml"}
