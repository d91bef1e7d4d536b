"""What the Kubernetes API refuses in tenants' namespaces that are labelled by hand, and what it lets in."""

import json
from collections.abc import Generator
from typing import Any

import pytest

from tests.integration.platform.checkout import Checkout
from tests.integration.platform.test_platform import TENANT, pod, restricted

DRY = ("apply", "--dry-run=server", "--output=json", "--filename=-")
SPACES = {"careless": {"data-class": "confidential", "runtime": "shared"}, "handmade": {}}
"""Namespaces of tenants by their labels, as the package never makes them."""


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


@pytest.mark.parametrize("namespace", SPACES)
def test_where_the_labels_say_too_little_the_stronger_rule_holds(spaces: Checkout, namespace: str) -> None:
    assert "run on its own nodes" in said(spaces, namespace, pod("pod", containers=[restricted()]))


def test_a_pod_may_ask_for_the_gpus_that_all_tenants_share(dev: Checkout) -> None:
    tolerations = [{"key": "mlplatform.io/node-pool", "operator": "Equal", "value": "gpu"}]
    let_in = said(dev, TENANT, pod("pod", containers=[restricted()], tolerations=tolerations))
    assert json.loads(let_in)["kind"] == "Pod"


def test_tenants_are_denied_to_each_other_where_none_of_them_can_open_it(dev: Checkout) -> None:
    found = {one["metadata"]["name"]: one["spec"] for one in dev.objects("clusternetworkpolicies")}
    tenants = found["mlplatform-tenants"]
    assert tenants["tier"] == "Admin"
    assert {rule["action"] for way in ("ingress", "egress") for rule in tenants[way]} == {"Deny"}
