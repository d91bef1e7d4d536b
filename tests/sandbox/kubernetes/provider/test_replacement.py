from typing import Any

import pytest

from sandbox.kubernetes.provider.replacement import object_diff
from sandbox.provider.diff import Kind
from tests.sandbox.kubernetes.provider.requests import change


def thing(api_version: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, **fields}


@pytest.mark.parametrize(
    ("api_version", "kind", "old", "new"),
    [
        (
            "apps/v1",
            "Deployment",
            {"spec": {"selector": {"matchLabels": {"a": "1"}}}},
            {"spec": {"selector": {"matchLabels": {"a": "2"}}}},
        ),
        ("apps/v1", "StatefulSet", {"spec": {"serviceName": "a"}}, {"spec": {"serviceName": "b"}}),
        ("batch/v1", "Job", {"spec": {"template": {"spec": {"x": 1}}}}, {"spec": {"template": {"spec": {"x": 2}}}}),
        ("v1", "Pod", {"spec": {"containers": [{"image": "a"}]}}, {"spec": {"containers": [{"image": "b"}]}}),
        ("v1", "Service", {"spec": {"clusterIP": "1.1.1.1"}}, {"spec": {"clusterIP": "None"}}),
        ("v1", "PersistentVolumeClaim", {"spec": {"storageClassName": "a"}}, {"spec": {"storageClassName": "b"}}),
        ("v1", "ResourceQuota", {"spec": {"scopes": ["BestEffort"]}}, {"spec": {"scopes": ["NotBestEffort"]}}),
        ("v1", "ConfigMap", {"data": {"a": "1"}}, {"data": {"a": "2"}}),
        ("v1", "Secret", {"stringData": {"a": "1"}}, {"stringData": {"a": "2"}}),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", {"roleRef": {"name": "a"}}, {"roleRef": {"name": "b"}}),
        ("storage.k8s.io/v1", "StorageClass", {"provisioner": "a"}, {"provisioner": "b"}),
    ],
)
def test_an_immutable_field_replaces_and_deletes_first_when_the_name_is_fixed(
    api_version: str, kind: str, old: dict[str, Any], new: dict[str, Any]
):
    result = object_diff(change(thing(api_version, kind, **old), thing(api_version, kind, **new)))
    assert result.replaces
    assert result.delete_before_replace


@pytest.mark.parametrize(
    ("api_version", "kind", "old", "new"),
    [
        ("apps/v1", "Deployment", {"spec": {"replicas": 1}}, {"spec": {"replicas": 2}}),
        ("v1", "Service", {"spec": {"ports": [{"port": 80}]}}, {"spec": {"ports": [{"port": 81}]}}),
        (
            "networking.k8s.io/v1",
            "NetworkPolicy",
            {"spec": {"policyTypes": ["Egress"]}},
            {"spec": {"policyTypes": ["Ingress"]}},
        ),
        ("karpenter.sh/v1", "NodePool", {"spec": {"weight": 1}}, {"spec": {"weight": 2}}),
    ],
)
def test_other_fields_are_updated_in_place(api_version: str, kind: str, old: dict[str, Any], new: dict[str, Any]):
    result = object_diff(change(thing(api_version, kind, **old), thing(api_version, kind, **new)))
    assert result.changes
    assert not result.replaces


def test_the_same_inputs_are_no_change():
    inputs = thing("v1", "ConfigMap", data={"a": "1"})
    assert not object_diff(change(inputs, inputs)).changes


def test_naming_the_default_namespace_is_no_change():
    old = thing("v1", "ConfigMap")
    new = {**old, "metadata": {"name": "a", "namespace": "default"}}
    assert not object_diff(change(old, new)).changes


@pytest.mark.parametrize("metadata", [{"name": "b"}, {"name": "a", "namespace": "elsewhere"}])
def test_another_place_is_another_object_made_before_the_old_one_goes(metadata: dict[str, str]):
    old = thing("v1", "ConfigMap")
    result = object_diff(change(old, {**old, "metadata": metadata}))
    assert result.replaces
    assert not result.delete_before_replace


def test_an_automatic_name_lets_both_exist_for_a_moment():
    old = thing("v1", "ConfigMap", data={"a": "1"})
    old["metadata"]["annotations"] = {"pulumi.com/autonamed": "true"}
    result = object_diff(change(old, {**old, "data": {"a": "2"}}))
    assert result.replaces
    assert not result.delete_before_replace


def test_data_of_config_maps_and_secrets_is_updated_where_the_provider_allows_it():
    config_map, secret = thing("v1", "ConfigMap", data={"a": "1"}), thing("v1", "Secret", data={"a": "MQ=="})
    assert not object_diff(change(config_map, {**config_map, "data": {}}), config_map_mutable=True).replaces
    assert not object_diff(change(secret, {**secret, "data": {}}), secret_mutable=True).replaces


def test_an_immutable_config_map_is_replaced_whatever_the_provider_allows():
    old = thing("v1", "ConfigMap", data={"a": "1"}, immutable=True)
    assert object_diff(change(old, {**old, "data": {}}), config_map_mutable=True).replaces


def test_a_patch_is_never_replaced_for_an_immutable_field():
    old = thing("v1", "Service", spec={"clusterIP": "1.1.1.1"})
    new = thing("v1", "Service", spec={"clusterIP": "1.1.1.2"})
    result = object_diff(change(old, new, "kubernetes:core/v1:ServicePatch"))
    assert list(result.changes.values()) == [Kind.UPDATE]
    assert not result.replaces
