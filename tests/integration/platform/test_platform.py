"""What a newcomer sees after `make up`, and what the platform promises."""

import json
from typing import Any

import pytest

from sandbox.layout import Layout
from tests.integration.platform.checkout import Checkout

TENANT = "iris"
KWOK = {"kwok.x-k8s.io/node": "fake"}


def pod(name: str, **spec: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}


def restricted(**container: Any) -> dict[str, Any]:
    """A container that Pod Security `restricted` accepts."""
    security = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    return {"name": "main", "image": "example.com/image@sha256:" + "0" * 64, "securityContext": security} | container


def namespace_of(dev: Checkout) -> str:
    (space,) = dev.objects("namespaces", f"--selector=mlplatform.io/tenant={TENANT}")
    return space["metadata"]["name"]


def test_a_second_up_changes_nothing(dev: Checkout) -> None:
    again = dev.mlplatform("up", "dev")
    assert "unchanged" in again.stdout
    for word in ("created", "updated", "deleted", "replaced"):
        assert f" {word}\n" not in again.stdout


def test_a_plain_preview_right_after_up_expects_no_change(dev: Checkout) -> None:
    dev.command("pulumi", "preview", "--stack", "dev", "--expect-no-changes", "--non-interactive")


def test_what_is_deployed_is_as_closed_as_what_up_would_make(dev: Checkout) -> None:
    ways = json.loads(dev.mlplatform("firewall", "--json").stdout)["ways"]
    assert {one["to"] for one in ways if one["from"] == TENANT} == {"dns", "credentials", "endpoints"}
    assert dev.mlplatform("firewall", "diff").stdout == "Nothing opens, nothing closes.\n"


def test_the_checkout_stays_clean(dev: Checkout) -> None:
    stack_file = (dev.root / "stacks" / "Pulumi.dev.yaml").read_text()
    assert "encryptionsalt" not in stack_file


def test_a_kill_cannot_tear_what_lies_beside_the_state(dev: Checkout) -> None:
    backend = Layout(dev.root).pulumi_backend
    assert list(backend.rglob("dev.json"))
    assert not list(backend.rglob("*.attrs"))


@pytest.mark.parametrize("environment", ["test", "prod"])
def test_every_environment_previews_without_a_mandatory_violation(dev: Checkout, environment: str) -> None:
    done = dev.mlplatform("preview", environment)
    assert "[mandatory]" not in done.stdout


def test_the_system_nodes_have_the_instance_types_real_capacity(dev: Checkout) -> None:
    group = dev.settings("dev")["cluster"]["system_nodes"]
    nodes = dev.objects("nodes", "--selector=eks.amazonaws.com/nodegroup")
    assert len(nodes) == group.get("min_size", 2)
    for node in nodes:
        kind = node["metadata"]["labels"]["node.kubernetes.io/instance-type"]
        shape = dev.aws("ec2").describe_instance_types(InstanceTypes=[kind])["InstanceTypes"][0]
        assert node["status"]["capacity"]["cpu"] == str(shape["VCpuInfo"]["DefaultVCpus"])
        assert {c["status"] for c in node["status"]["conditions"] if c["type"] == "Ready"} == {"True"}


def test_the_tenant_has_its_namespace_policies_and_model(dev: Checkout) -> None:
    namespace = namespace_of(dev)
    assert dev.objects("resourcequotas", "-n", namespace)
    assert dev.objects("limitranges", "-n", namespace)
    policies = dev.objects("networkpolicies", "-n", namespace)
    denying = [
        spec for spec in (policy["spec"] for policy in policies) if not (spec.get("ingress") or spec.get("egress"))
    ]
    assert {kind for spec in denying if spec["podSelector"] == {} for kind in spec["policyTypes"]} == {
        "Ingress",
        "Egress",
    }
    models = dev.objects("inferenceservices.serving.kserve.io", "-n", namespace)
    assert [model["metadata"]["name"] for model in models] == [TENANT]


def test_a_wrong_field_in_an_inference_service_is_refused_by_the_real_crd(dev: Checkout) -> None:
    wrong = {
        "apiVersion": "serving.kserve.io/v1beta1",
        "kind": "InferenceService",
        "metadata": {"name": "wrong"},
        "spec": {"predictor": {"model": {"modelFormat": {"name": "sklearn"}}, "minReplicas": "many"}},
    }
    said = dev.kubectl("apply", "-n", namespace_of(dev), "-f", "-", manifest=wrong, check=False)
    assert "minReplicas" in said


def test_every_chart_is_listed_with_what_became_of_it(dev: Checkout) -> None:
    listed = dev.mlplatform("sandbox", "status").stdout
    for release in ("karpenter", "kserve-crd", "rendered"):
        assert release in listed


def test_a_gpu_pod_of_another_namespace_does_not_land_on_the_gpu_pool(dev: Checkout) -> None:
    template = dev.objects("nodepools.karpenter.sh")[0]["spec"]["template"]
    taints = template["spec"]["taints"]
    size = {"cpu": "8", "memory": "32Gi", "pods": "50", "nvidia.com/gpu": "2"}
    node = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": "gpu-node",
            "labels": template["metadata"]["labels"],
            "annotations": {"kwok.x-k8s.io/node": "fake"},
        },
        "spec": {"taints": taints},
        "status": {"capacity": size, "allocatable": size},
    }
    container = restricted(resources={"limits": {"nvidia.com/gpu": "1"}})
    stranger = pod("stranger", containers=[container])
    welcome = pod("welcome", containers=[container], tolerations=[{"operator": "Equal", **taint} for taint in taints])
    both = {"apiVersion": "v1", "kind": "List", "items": [stranger, welcome]}
    try:
        dev.kubectl("apply", "-f", "-", manifest=node)
        dev.kubectl("apply", "-n", "default", "-f", "-", manifest=both)
        dev.kubectl("wait", "-n", "default", "pod/welcome", "--for=condition=Ready", "--timeout=30s")
        dev.kubectl("wait", "-n", "default", "pod/stranger", "--for=condition=PodScheduled=false", "--timeout=30s")
        assert dev.kubectl("get", "-n", "default", "pod/welcome", "-o", "jsonpath={.spec.nodeName}") == "gpu-node"
        assert dev.kubectl("get", "-n", "default", "pod/stranger", "-o", "jsonpath={.spec.nodeName}") == ""
    finally:
        dev.kubectl("delete", "-n", "default", "--ignore-not-found", "--now", "pod/stranger", "pod/welcome")
        dev.kubectl("delete", "--ignore-not-found", "node/gpu-node")
