"""What a newcomer sees after `make up`, and what the platform promises."""

from typing import Any

import pytest

from tests.integration.platform.checkout import Checkout

TENANT = "iris"


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
    spaces = dev.objects("namespaces", "--selector=tenant")
    names = [space["metadata"]["name"] for space in spaces if space["metadata"]["labels"]["tenant"] == TENANT]
    assert len(names) == 1, spaces
    return names[0]


def test_a_second_up_changes_nothing(dev: Checkout) -> None:
    again = dev.mlplatform("up", "dev")
    assert "unchanged" in again.stdout
    for word in ("created", "updated", "deleted", "replaced"):
        assert f" {word}\n" not in again.stdout


def test_a_plain_preview_right_after_up_expects_no_change(dev: Checkout) -> None:
    dev.command("pulumi", "preview", "--stack", "dev", "--expect-no-changes", "--non-interactive")


def test_the_checkout_stays_clean(dev: Checkout) -> None:
    stack_file = (dev.root / "stacks" / "Pulumi.dev.yaml").read_text()
    assert "encryptionsalt" not in stack_file


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


def test_a_privileged_pod_is_refused_in_the_tenants_namespace(dev: Checkout) -> None:
    container = restricted(securityContext={"privileged": True})
    manifest = pod("privileged", containers=[container])
    said = dev.kubectl("apply", "-n", namespace_of(dev), "-f", "-", manifest=manifest, check=False)
    assert "violates PodSecurity" in said
    assert "privileged" in said


def test_a_pod_over_the_tenants_quota_is_refused(dev: Checkout) -> None:
    much = {"cpu": "2000", "memory": "1Gi"}
    container = restricted(resources={"requests": much, "limits": much})
    manifest = pod("huge", containers=[container])
    said = dev.kubectl("apply", "-n", namespace_of(dev), "-f", "-", manifest=manifest, check=False)
    assert "forbidden" in said
    assert "cpu" in said


def test_every_chart_is_listed_with_what_became_of_it(dev: Checkout) -> None:
    listed = dev.mlplatform("sandbox", "status").stdout
    for release in ("karpenter", "kserve-crd", "rendered"):
        assert release in listed
