"""What the Kubernetes API refuses in tenants' namespaces, whoever asks, and what a tenant's own identity may do."""

import json
from collections.abc import Generator
from typing import Any

import pytest

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.test_platform import TENANT, namespace_of, pod, restricted

OWN = "node-restriction.kubernetes.io/tenant"
DRY = ("apply", "--dry-run=server", "--output=json", "--filename=-")
PINNED = {"nodeSelector": {OWN: "secret"}, "tolerations": [{"key": OWN, "operator": "Equal", "value": "secret"}]}
SPACES = {
    "secret": {"data-class": "confidential", "runtime": "dedicated"},
    "walled": {"data-class": "restricted", "runtime": "sandboxed"},
    "careless": {"data-class": "confidential", "runtime": "shared"},
    "handmade": {},
}
"""Namespaces of tenants by their labels; the last two are what the package never makes."""


@pytest.fixture(scope="module")
def spaces(dev: Checkout) -> Generator[Checkout]:
    objects = [
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {
                "name": name,
                "labels": {"mlplatform.io/tenant": name} | {f"mlplatform.io/{key}": one for key, one in labels.items()},
            },
        }
        for name, labels in SPACES.items()
    ]
    dev.kubectl("apply", "--filename=-", manifest={"apiVersion": "v1", "kind": "List", "items": objects})
    for name in SPACES:
        dev.kubectl("wait", "--namespace", name, "--for=create", "serviceaccount/default", "--timeout=30s")
    yield dev
    dev.kubectl("delete", "namespace", *SPACES)


def said(dev: Checkout, namespace: str, manifest: dict[str, Any]) -> str:
    return dev.kubectl(*DRY, "--namespace", namespace, check=False, manifest=manifest)


def of(**spec: Any) -> dict[str, Any]:
    return pod("pod", containers=[restricted()], **spec)


@pytest.mark.parametrize(
    ("namespace", "spec", "rule"),
    [
        ("secret", {}, "run on its own nodes"),
        ("secret", {"nodeSelector": {OWN: "walled"}}, "run on its own nodes"),
        ("careless", {}, "run on its own nodes"),
        ("handmade", {}, "run on its own nodes"),
        ("secret", PINNED | {"tolerations": [{"operator": "Exists"}]}, "tolerations must name a key"),
        ("secret", PINNED | {"tolerations": [{"key": OWN, "operator": "Exists"}]}, "no other tenant's nodes"),
        (TENANT, {"tolerations": [{"key": OWN, "value": "secret"}]}, "no other tenant's nodes"),
        (TENANT, {"tolerations": [{"operator": "Exists"}]}, "tolerations must name a key"),
        (TENANT, {"nodeName": "somewhere"}, "drop nodeName"),
        ("walled", {"nodeSelector": {OWN: "walled"}}, "run in a sandboxed runtime"),
    ],
)
def test_a_pod_that_leaves_its_place_is_refused(
    spaces: Checkout, namespace: str, spec: dict[str, Any], rule: str
) -> None:
    assert rule in said(spaces, namespace, of(**spec))


@pytest.mark.parametrize(
    ("namespace", "spec"),
    [
        ("secret", PINNED),
        (TENANT, {}),
        (TENANT, {"tolerations": [{"key": "mlplatform.io/node-pool", "operator": "Equal", "value": "gpu"}]}),
    ],
)
def test_a_pod_in_its_place_is_let_in(spaces: Checkout, namespace: str, spec: dict[str, Any]) -> None:
    assert json.loads(said(spaces, namespace, of(**spec)))["kind"] == "Pod"


@pytest.mark.parametrize(
    "spec", [{"type": "LoadBalancer"}, {"type": "NodePort"}, {"externalIPs": ["192.0.2.1"]}], ids=str
)
def test_a_service_that_goes_past_the_gateway_is_refused(dev: Checkout, spec: dict[str, Any]) -> None:
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "open"}}
    manifest = service | {"spec": {"ports": [{"port": 80}], "selector": {"app": "x"}} | spec}
    assert "reached inside the cluster only" in said(dev, namespace_of(dev), manifest)


def test_a_container_without_limits_gets_the_tenants(dev: Checkout) -> None:
    (container,) = json.loads(said(dev, namespace_of(dev), of()))["spec"]["containers"]
    assert container["resources"]["limits"] == {"cpu": "1", "memory": "1Gi"}


def test_tenants_are_denied_to_each_other_where_none_of_them_can_open_it(dev: Checkout) -> None:
    found = {one["metadata"]["name"]: one["spec"] for one in dev.objects("clusternetworkpolicies")}
    tenants = found["mlplatform-tenants"]
    assert tenants["tier"] == "Admin"
    assert {rule["action"] for way in ("ingress", "egress") for rule in tenants[way]} == {"Deny"}


def test_the_models_identity_may_do_nothing_with_the_api(dev: Checkout) -> None:
    me = f"--as=system:serviceaccount:{TENANT}:{TENANT}-model"
    for namespace in (namespace_of(dev), "kube-system"):
        listed = dev.kubectl("auth", "can-i", "--list", "--no-headers", "--namespace", namespace, me)
        about_objects = {line.split()[0] for line in listed.splitlines() if not line.startswith((" ", "["))}
        assert {each for each in about_objects if not each.endswith("authentication.k8s.io")} == {
            "selfsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectrulesreviews.authorization.k8s.io",
        }


def test_the_models_pods_hold_no_token_for_the_api(dev: Checkout) -> None:
    for one in dev.objects("pods", "--namespace", namespace_of(dev)):
        sources = [
            source for volume in one["spec"]["volumes"] for source in volume.get("projected", {}).get("sources", [])
        ]
        audiences = {
            source["serviceAccountToken"].get("audience") for source in sources if "serviceAccountToken" in source
        }
        assert audiences <= {"pods.eks.amazonaws.com"}
