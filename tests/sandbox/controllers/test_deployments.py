"""Which Deployment a controller stands for, and what it takes from it."""

from typing import Any

import pytest

from sandbox.controllers.controller import Controller
from sandbox.controllers.deployments import find, image_name

CONTROLLER = Controller("one", "registry.example/one", "kwok", ("health",), "/healthz")


def deployment(image: str = "registry.example/one:v1", **over: Any) -> dict[str, Any]:
    variables = [
        {"name": "PLAIN", "value": "x"},
        {"name": "WHERE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
        {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
        {"name": "SECRET", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
    ]
    pod = {"serviceAccountName": "account", "containers": [{"image": "side:car"}, {"image": image, "env": variables}]}
    metadata = {"uid": "1", "namespace": "there", **over.get("metadata", {})}
    return {"metadata": metadata, "spec": {"template": {"spec": pod}, **over.get("spec", {})}}


def test_the_process_gets_account_and_variables_of_its_container() -> None:
    found = find(CONTROLLER, [deployment(image="other:v1"), deployment()])
    assert found
    assert (found.namespace, found.service_account) == ("there", "account")
    assert found.environment == {"PLAIN": "x", "WHERE": "there"}


@pytest.mark.parametrize(
    "gone",
    [
        deployment(image="registry.example/one-more:v1"),
        deployment(metadata={"deletionTimestamp": "2026-01-01T00:00:00Z"}),
        deployment(spec={"replicas": 0}),
    ],
    ids=["another image", "on its way out", "scaled to zero"],
)
def test_nothing_runs_without_a_deployment_that_wants_pods(gone: dict[str, Any]) -> None:
    assert find(CONTROLLER, [gone]) is None


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("one", "one"),
        ("one:v1", "one"),
        ("host:5000/one", "host:5000/one"),
        ("host:5000/one:v1@sha256:0", "host:5000/one"),
    ],
)
def test_an_image_is_known_by_its_name(image: str, name: str) -> None:
    assert image_name(image) == name
