"""What every object has in common."""

import base64

import pytest

from sandbox.kubernetes.provider.api import Api, Content
from sandbox.layout import Layout
from sandbox.provider.errors import CheckError, ProviderError
from sandbox.provider.values import UNKNOWN, Properties
from tests.integration.kubernetes_provider.conftest import NAMESPACE
from tests.integration.kubernetes_provider.stack import Stack

pytestmark = pytest.mark.integration
CONFIG_MAP, SECRET = "kubernetes:core/v1:ConfigMap", "kubernetes:core/v1:Secret"


def config_map(namespace: str, **data: str) -> Properties:
    return {"metadata": {"name": "settings", "namespace": namespace}, "data": data}


def path(namespace: str, name: str = "settings") -> str:
    return f"/api/v1/namespaces/{namespace}/configmaps/{name}"


def edit(api: Api, path: str, body: Properties) -> None:
    query = {"fieldManager": "kubectl-edit", "force": "true"}
    api.send("PATCH", path, {"apiVersion": "v1", **body}, query, Content.APPLY)


def test_an_object_is_created_where_the_program_says(stack: Stack, namespace: str, api: Api):
    state = stack.up(CONFIG_MAP, "settings", config_map(namespace, a="1"))
    assert state.id == f"{namespace}/settings"
    assert api.get(path(namespace))["data"] == state.outputs["data"] == {"a": "1"}


def test_an_unnamed_object_gets_a_name_and_keeps_it(stack: Stack, namespace: str):
    inputs: Properties = {"metadata": {"namespace": namespace}, "data": {"a": "1"}}
    first = stack.up(CONFIG_MAP, "settings", inputs)
    assert first.id.startswith(f"{namespace}/settings-")
    assert stack.up(CONFIG_MAP, "settings", inputs) is first


def test_a_preview_foresees_outputs_and_creates_nothing(stack: Stack, namespace: str, api: Api):
    outputs = stack.preview(CONFIG_MAP, "settings", config_map(namespace, a="1"))
    assert outputs["data"] == {"a": "1"}
    assert outputs["metadata"]["uid"] is UNKNOWN
    assert api.find(path(namespace)) is None


def test_a_preview_works_while_the_namespace_does_not_exist_yet(stack: Stack):
    assert stack.preview(CONFIG_MAP, "settings", config_map("not-yet", a="1"))["data"] == {"a": "1"}


@pytest.mark.parametrize("place", ["there", "not-yet"])
def test_an_unknown_field_is_refused_by_name_before_anything_is_made(stack: Stack, namespace: str, place: str):
    inputs: Properties = {**config_map(namespace if place == "there" else place), "dat": {}}
    with pytest.raises(CheckError, match="dat: unknown field"):
        stack.check(CONFIG_MAP, "settings", inputs)


def test_a_replacement_takes_the_fixed_name_over(stack: Stack, namespace: str, api: Api):
    stack.up(CONFIG_MAP, "settings", config_map(namespace, a="1"))
    uid = api.get(path(namespace))["metadata"]["uid"]
    stack.up(CONFIG_MAP, "settings", config_map(namespace, a="2"))
    live = api.get(path(namespace))
    assert live["data"] == {"a": "2"}
    assert live["metadata"]["uid"] != uid


def test_an_update_keeps_the_object_and_drops_what_the_program_drops(stack: Stack, namespace: str, api: Api):
    labels = {"metadata": {"name": "settings", "namespace": namespace, "labels": {"a": "1", "b": "1"}}}
    stack.up(CONFIG_MAP, "settings", labels)
    before = api.get(path(namespace))["metadata"]
    stack.up(CONFIG_MAP, "settings", {"metadata": {**labels["metadata"], "labels": {"a": "2"}}})
    after = api.get(path(namespace))["metadata"]
    assert after["uid"] == before["uid"]
    assert after["labels"] == {"a": "2"}


def test_a_refresh_shows_what_somebody_changed_and_nothing_else(stack: Stack, namespace: str, api: Api):
    stack.up(CONFIG_MAP, "settings", config_map(namespace, a="1", b="1"))
    assert stack.refresh(CONFIG_MAP, "settings")
    assert not stack.diff(CONFIG_MAP, "settings", config_map(namespace, a="1", b="1")).changes
    edit(api, path(namespace), {"kind": "ConfigMap", "data": {"a": "hacked", "c": "theirs"}})
    stack.refresh(CONFIG_MAP, "settings")
    assert list(stack.diff(CONFIG_MAP, "settings", config_map(namespace, a="1", b="1")).changes) == ["data.a"]


def test_a_refresh_drops_what_is_gone_and_deleting_it_is_a_success(stack: Stack, namespace: str, api: Api):
    stack.up(CONFIG_MAP, "settings", config_map(namespace, a="1"))
    stack.up(CONFIG_MAP, "other", {"metadata": {"name": "other", "namespace": namespace}})
    for name in ("settings", "other"):
        api.send("DELETE", path(namespace, name), {})
    assert stack.refresh(CONFIG_MAP, "settings") is None
    stack.down(CONFIG_MAP, "other")


def test_fields_of_somebody_else_are_taken_over_only_when_asked(stack: Stack, namespace: str, api: Api):
    labels: Properties = {"name": "settings", "namespace": namespace, "labels": {"owner": "us"}}
    stack.up(CONFIG_MAP, "settings", {"metadata": labels})
    edit(api, path(namespace), {"kind": "ConfigMap", "metadata": {"labels": {"owner": "them"}}})
    wish = {"metadata": {**labels, "labels": {"owner": "ours"}}}
    with pytest.raises(ProviderError, match=r"metadata\.labels\.owner belong to kubectl-edit"):
        stack.up(CONFIG_MAP, "settings", wish)
    wish["metadata"]["annotations"] = {"pulumi.com/patchForce": "true"}
    stack.up(CONFIG_MAP, "settings", wish)
    assert api.get(path(namespace))["metadata"]["labels"] == {"owner": "ours"}


def test_what_exists_already_is_refused_but_what_an_interrupted_deployment_left_is_taken(
    stack: Stack, namespace: str, control_plane: Layout
):
    stack.up(CONFIG_MAP, "settings", config_map(namespace, a="1"))
    with pytest.raises(ProviderError, match="exists already"):
        stack.up(CONFIG_MAP, "another-resource", config_map(namespace, a="1"))
    forgetful = Stack({"kubeconfig": str(control_plane.admin_kubeconfig)})
    assert forgetful.up(CONFIG_MAP, "settings", config_map(namespace, a="1")).id == f"{namespace}/settings"


def test_a_patch_changes_some_fields_and_gives_them_back(stack: Stack, namespace: str, api: Api):
    patch = "kubernetes:core/v1:ConfigMapPatch"
    api.send("POST", path(namespace, ""), {"metadata": {"name": "settings"}, "data": {"theirs": "1"}})
    stack.up(patch, "patch", config_map(namespace, ours="1"))
    assert api.get(path(namespace))["data"] == {"theirs": "1", "ours": "1"}
    stack.down(patch, "patch")
    assert api.get(path(namespace))["data"] == {"theirs": "1"}


def test_the_text_of_a_secret_is_stored_and_its_drift_is_seen(stack: Stack, namespace: str, api: Api):
    inputs: Properties = {"metadata": {"name": "s", "namespace": namespace}, "stringData": {"password": "old"}}
    stack.up(SECRET, "s", inputs)
    secret = f"/api/v1/namespaces/{namespace}/secrets/s"
    assert base64.b64decode(api.get(secret)["data"]["password"]) == b"old"
    stack.refresh(SECRET, "s")
    assert not stack.diff(SECRET, "s", inputs).changes
    edit(api, secret, {"kind": "Secret", "data": {"password": base64.b64encode(b"new").decode()}})
    stack.refresh(SECRET, "s")
    assert list(stack.diff(SECRET, "s", inputs).changes) == ["stringData.password"]
    assert stack.provider.secret_outputs(SECRET) == {"data", "stringData"}


def test_a_namespace_is_gone_with_its_content_when_the_deletion_returns(stack: Stack, api: Api):
    stack.up(NAMESPACE, "short-lived", {"metadata": {"name": "short-lived"}})
    stack.up(CONFIG_MAP, "settings", config_map("short-lived", a="1"))
    stack.down(NAMESPACE, "short-lived")
    assert api.find("/api/v1/namespaces/short-lived") is None


def test_a_cluster_elsewhere_is_refused():
    kubeconfig = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "k"}}],
        "clusters": [{"name": "k", "cluster": {"server": "https://10.0.0.1"}}],
    }
    with pytest.raises(ProviderError, match=r"not to https://10\.0\.0\.1"):
        Stack({"kubeconfig": str(kubeconfig).replace("'", '"')})
