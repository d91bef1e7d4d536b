"""Pools, node classes and models that the environments declare, before the real CRDs and webhooks; and wrong ones."""

from typing import Any

import pytest

from tests.integration.platform import declared
from tests.integration.platform.checkout import Checkout
from tests.integration.platform.declared import Wrong

DRY = ("apply", "--server-side", "--force-conflicts", "--dry-run=server", "--filename=-")
TENANT = "iris"
WRONG = [
    Wrong("NodePool", ("template", "spec", "requirments"), [], 'unknown field "requirments"'),
    Wrong("NodePool", ("template", "spec", "requirements", 1, "operator"), "Inn", 'Unsupported value: "Inn"'),
    Wrong("NodePool", ("template", "spec", "requirements", 1, "key"), "karpenter.sh/spot", "is restricted"),
    Wrong("NodePool", ("template", "spec", "taints", 0, "effect"), "NoWay", 'Unsupported value: "NoWay"'),
    Wrong("NodePool", ("disruption", "consolidateAfter"), "soon", "should match"),
    Wrong("NodePool", ("weight",), 110, "should be less than or equal to 100"),
    Wrong("EC2NodeClass", ("amiFamilly",), "AL2023", 'unknown field "amiFamilly"'),
    Wrong("EC2NodeClass", ("role",), "nodes", "must specify exactly one of ['role', 'instanceProfile']"),
    Wrong("EC2NodeClass", ("amiSelectorTerms", 0, "alias"), "al2023", "must match the format 'family@version'"),
    Wrong("EC2NodeClass", ("metadataOptions", "httpTokens"), "maybe", 'Unsupported value: "maybe"'),
    Wrong("EC2NodeClass", ("blockDeviceMappings", 0, "ebs", "volumeType"), "gp9", 'Unsupported value: "gp9"'),
    Wrong("InferenceService", ("predictor", "modle"), {}, 'unknown field "modle"'),
    Wrong("InferenceService", ("predictor", "model", "modelFormat"), {}, 'missing required field "name"'),
    Wrong("InferenceService", ("predictor", "scaleMetric"), "joy", 'Unsupported value: "joy"'),
    Wrong("InferenceService", ("predictor", "minReplicas"), 5, "'MinReplicas' cannot be greater than MaxReplicas"),
    Wrong("InferenceService", ("predictor", "minReplicas"), -1, "'MinReplicas' cannot be less than 0"),
]


def apply(dev: Checkout, objects: list[dict[str, Any]], *, check: bool) -> str:
    """Ask the API server what it would do; dev has one tenant's namespace."""
    for one in objects:
        if one["kind"] == "InferenceService":
            one["metadata"]["namespace"] = TENANT
    return dev.kubectl(*DRY, check=check, manifest={"apiVersion": "v1", "kind": "List", "items": objects})


@pytest.mark.parametrize("environment", ["dev", "test", "prod"])
def test_everything_that_an_environment_declares_is_accepted(dev: Checkout, environment: str) -> None:
    settings = dev.settings(environment)
    said = apply(dev, declared.objects(environment), check=True)
    for pool in settings["node_pools"]:
        assert f"nodepool.karpenter.sh/{pool} serverside-applied" in said
        assert f"ec2nodeclass.karpenter.k8s.aws/{pool} serverside-applied" in said
    for tenant in settings["tenants"]:
        assert f"inferenceservice.serving.kserve.io/{tenant['name']} serverside-applied" in said


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_object_is_refused(dev: Checkout, wrong: Wrong) -> None:
    said = apply(dev, [wrong.object()], check=False)
    assert wrong.rule in said
    assert "serverside-applied" not in said
