"""A tenant's own nodes: nobody else gets in, its pods go nowhere else, and they outlive its pods."""

from typing import Any, cast

import pytest

from components.model_endpoint import ModelSize
from components.tenant import Tenant, TenantArgs
from components.tenant_node_pool import TenantNodes
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording

NODES: TenantNodes = {
    "cluster_name": "ml-dev",
    "instance_profile_name": "nodes",
    "ami": {"alias": "al2023@v20260818"},
    "key_arn": "arn:key",
    "size": "large",
    "max_nodes": 3,
    "tags": {"team": "research"},
}
TENANT = "node-restriction.kubernetes.io/tenant"


def tenant(data_class: str = "confidential", size: ModelSize | None = None, **changes: Any) -> Recording:
    args = cast("TenantArgs", {**ARGS, "data_class": data_class, **changes})
    if size:
        args["model"] = {**ARGS["model"], "size": size}
    return record_component(lambda opts: Tenant("tenant", args, opts))


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return tenant(nodes=NODES)


def spec(recorded: Recording, kind: str) -> Any:
    (found,) = named(recorded, kind).values()
    return found["spec"]


def test_the_nodes_carry_a_label_that_no_node_can_give_itself_and_its_taint(recorded: Recording) -> None:
    template = spec(recorded, "NodePool")["template"]
    assert template["metadata"]["labels"] == {"mlplatform.io/node-pool": "tenant-iris", TENANT: "iris"}
    assert template["spec"]["taints"] == [
        {"key": "mlplatform.io/node-pool", "value": "tenant-iris", "effect": "NoSchedule"},
        {"key": TENANT, "value": "iris", "effect": "NoSchedule"},
    ]


def test_the_models_pods_must_and_may_run_there(recorded: Recording) -> None:
    template, predictor = spec(recorded, "NodePool")["template"], spec(recorded, "InferenceService")["predictor"]
    assert predictor["nodeSelector"] == template["metadata"]["labels"]
    assert predictor["tolerations"] == [{"operator": "Equal", **taint} for taint in template["spec"]["taints"]]


def test_the_pool_is_capped_in_what_karpenter_counts(recorded: Recording) -> None:
    assert spec(recorded, "NodePool")["limits"] == {"cpu": "6", "memory": "24Gi", "nodes": "3"}


def test_the_nodes_are_as_closed_as_all_others(recorded: Recording) -> None:
    nodes = spec(recorded, "EC2NodeClass")
    assert nodes["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    assert nodes["blockDeviceMappings"][0]["ebs"]["encrypted"] is True
    assert nodes["associatePublicIPAddress"] is False
    assert nodes["tags"] == {"Name": "ml-dev-tenant-iris", "team": "research", "mlplatform:tenant": "iris"}


def test_the_model_comes_after_its_nodes_and_goes_before_them(recorded: Recording) -> None:
    model = recorded.named("tenant-model", "mlplatform:index:ModelEndpoint")
    assert recorded.named("tenant-nodes-node-pool").urn in model.dependencies
    assert recorded.named("tenant-nodes-node-class").urn in recorded.named("tenant-nodes-node-pool").dependencies


def test_the_namespace_says_what_its_pods_run_on(recorded: Recording) -> None:
    (namespace,) = named(recorded, "Namespace").values()
    assert namespace["metadata"]["labels"]["mlplatform.io/runtime"] == "dedicated"


def test_a_runtime_with_a_wall_comes_with_its_image_and_its_class() -> None:
    size: ModelSize = {"cpu": "1", "memory": "1Gi", "runtime_class": "gvisor"}
    own: TenantNodes = {**NODES, "ami": {"id": "ami-0123456789abcdef0"}, "runtime_handler": "runsc"}
    recorded = tenant("restricted", size, nodes=own)
    nodes = spec(recorded, "EC2NodeClass")
    assert nodes["amiFamily"] == "AL2023"
    assert nodes["amiSelectorTerms"] == [{"id": "ami-0123456789abcdef0"}]
    assert "containerd.runtimes.runsc]" in nodes["userData"]
    assert spec(recorded, "InferenceService")["predictor"]["runtimeClassName"] == "gvisor"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"data_class": "confidential", "runtime": "shared"},
            "needs the runtime dedicated, not shared",
        ),
        (
            {"data_class": "restricted", "runtime": "dedicated", "nodes": NODES},
            "needs the runtime sandboxed",
        ),
        ({"data_class": "confidential"}, "the runtime dedicated needs nodes of its own"),
        ({"data_class": "restricted", "nodes": NODES}, "the runtime sandboxed needs its RuntimeClass"),
    ],
)
def test_a_tenant_is_never_put_below_what_its_data_class_demands(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tenant(**changes)


def test_a_gpu_pool_of_its_own_is_as_good() -> None:
    size: ModelSize = {"cpu": "1", "memory": "1Gi", "gpus": 1, "pool_name": "gpu", "pool_tenant": "iris"}
    recorded = tenant("restricted", size)
    assert named(recorded, "NodePool") == {}
    predictor = spec(recorded, "InferenceService")["predictor"]
    assert predictor["nodeSelector"][TENANT] == "iris"
    assert TENANT in {one["key"] for one in predictor["tolerations"]}
