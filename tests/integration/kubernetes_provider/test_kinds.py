"""Kinds that are waited for, refused or replaced in their own way."""

from typing import Any

import pytest

from sandbox.kubernetes.provider.api import Api
from sandbox.provider.errors import CheckError, PartialError, ProviderError
from sandbox.provider.values import Properties
from tests.integration.kubernetes_provider.stack import Stack

pytestmark = pytest.mark.integration
APPS = "kubernetes:apps/v1:"


def pods(*, privileged: bool = False) -> Properties:
    container = {"name": "c", "image": "nginx", "securityContext": {"privileged": privileged}}
    return {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [container]}}


def workload(namespace: str, **spec: Any) -> Properties:
    selector = {"matchLabels": {"app": "a"}}
    return {
        "metadata": {"name": "a", "namespace": namespace},
        "spec": {"selector": selector, "template": pods(), **spec},
    }


@pytest.mark.parametrize(
    ("kind", "spec"),
    [("Deployment", {"replicas": 2}), ("StatefulSet", {"replicas": 2, "serviceName": "a"}), ("DaemonSet", {})],
)
def test_a_workload_is_created_ready_updated_replaced_and_deleted(
    stack: Stack, namespace: str, api: Api, kind: str, spec: Properties
):
    inputs = workload(namespace, **spec)
    status = stack.up(APPS + kind, "a", inputs).outputs["status"]
    assert status.get("availableReplicas") == 2 or status.get("numberAvailable") == 1
    assert stack.refresh(APPS + kind, "a")
    assert not stack.diff(APPS + kind, "a", inputs).changes
    inputs["spec"]["minReadySeconds"] = 0
    inputs["metadata"]["labels"] = {"changed": "yes"}
    assert stack.up(APPS + kind, "a", inputs).outputs["metadata"]["labels"] == {"changed": "yes"}
    replaced: Properties = workload(namespace, **spec)
    replaced["spec"] |= {"selector": {"matchLabels": {"app": "b"}}}
    replaced["spec"]["template"]["metadata"]["labels"] = {"app": "b"}
    assert stack.up(APPS + kind, "a", replaced).outputs["spec"]["selector"]["matchLabels"] == {"app": "b"}
    stack.down(APPS + kind, "a")
    assert api.get(f"/api/v1/namespaces/{namespace}/pods")["items"] == []


def test_a_workload_that_does_not_become_ready_is_kept_with_the_reason(stack: Stack, namespace: str):
    inputs = workload(namespace, template=pods(), replicas=1)
    inputs["metadata"]["annotations"] = {"pulumi.com/timeoutSeconds": "2"}
    inputs["spec"]["template"]["spec"]["nodeSelector"] = {"no": "such-node"}
    with pytest.raises(PartialError) as failure:
        stack.up(APPS + "Deployment", "a", inputs)
    assert failure.value.id == f"{namespace}/a"
    assert failure.value.outputs["spec"]["replicas"] == 1
    assert f"Deployment {namespace}/a: not ready after 2 s" in str(failure.value)


def test_skip_await_does_not_wait(stack: Stack, namespace: str):
    inputs = workload(namespace)
    inputs["metadata"]["annotations"] = {"pulumi.com/skipAwait": "true"}
    inputs["spec"]["template"]["spec"]["nodeSelector"] = {"no": "such-node"}
    assert stack.up(APPS + "Deployment", "a", inputs).id == f"{namespace}/a"


def test_pod_security_and_quota_refuse_in_the_servers_words(stack: Stack, namespace: str):
    core = "kubernetes:core/v1:"
    pod: Properties = {"metadata": {"name": "p", "namespace": namespace}, "spec": pods(privileged=True)["spec"]}
    metadata: Properties = {"name": namespace, "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}
    stack.up(core + "NamespacePatch", "labels", {"metadata": metadata})
    with pytest.raises(ProviderError, match=rf"^Pod {namespace}/p: .*violates PodSecurity.*privileged"):
        stack.up(core + "Pod", "p", pod)
    quota = {"metadata": {"name": "q", "namespace": namespace}, "spec": {"hard": {"pods": "0"}}}
    assert stack.up(core + "ResourceQuota", "q", quota).outputs["status"]["hard"] == {"pods": "0"}
    pod["spec"] = pods()["spec"]
    stack.preview(core + "Pod", "p", pod)
    assert any("exceeded quota: q" in warning for warning in stack.console.warnings)
    with pytest.raises(ProviderError, match="exceeded quota: q"):
        stack.up(core + "Pod", "p", pod)


def test_a_job_is_done_when_the_creation_returns(stack: Stack, namespace: str):
    template = {"spec": {**pods()["spec"], "restartPolicy": "Never"}}
    job: Properties = {"metadata": {"name": "j", "namespace": namespace}, "spec": {"template": template}}
    assert stack.up("kubernetes:batch/v1:Job", "j", job).outputs["status"]["succeeded"] == 1
    job["spec"] = {"template": template, "backoffLimit": 1}
    assert not stack.diff("kubernetes:batch/v1:Job", "j", job).replaces
    job["spec"] = {"template": {**template, "metadata": {"labels": {"a": "b"}}}}
    assert stack.diff("kubernetes:batch/v1:Job", "j", job).replaces


def test_services_wait_for_pods_and_load_balancers_are_said_to_be_missing(stack: Stack, namespace: str):
    stack.up(APPS + "Deployment", "a", workload(namespace))
    spec: Properties = {"selector": {"app": "a"}, "ports": [{"port": 80}]}
    service: Properties = {"metadata": {"name": "s", "namespace": namespace}, "spec": spec}
    assert stack.up("kubernetes:core/v1:Service", "s", service).outputs["spec"]["clusterIP"]
    stack.up("kubernetes:core/v1:Service", "s", {**service, "spec": {**spec, "type": "LoadBalancer"}})
    assert any("load balancers" in warning for warning in stack.console.warnings)


def test_quantities_in_another_spelling_are_no_drift(stack: Stack, namespace: str):
    limits = [{"type": "Container", "default": {"cpu": "1000m", "memory": "1024Mi"}, "defaultRequest": {"cpu": "0.5"}}]
    inputs = {"metadata": {"name": "l", "namespace": namespace}, "spec": {"limits": limits}}
    stack.up("kubernetes:core/v1:LimitRange", "l", inputs)
    stack.refresh("kubernetes:core/v1:LimitRange", "l")
    assert not stack.diff("kubernetes:core/v1:LimitRange", "l", inputs).changes


def test_an_added_firewall_rule_is_seen(stack: Stack, namespace: str, api: Api):
    policy, kind = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "networkpolicies"
    spec: Properties = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {}}]}]}
    inputs: Properties = {"metadata": {"name": "deny", "namespace": namespace}, "spec": spec}
    stack.up(policy, "deny", inputs)
    path = f"/apis/networking.k8s.io/v1/namespaces/{namespace}/{kind}/deny"
    live = api.get(path)
    live["spec"]["ingress"].append({})
    api.send("PUT", path, live)
    stack.refresh(policy, "deny")
    assert list(stack.diff(policy, "deny", inputs).changes) == ["spec.ingress[1]"]


def test_a_role_binding_to_another_role_is_a_new_binding(stack: Stack, namespace: str):
    rbac = "kubernetes:rbac.authorization.k8s.io/v1:"
    ref: Properties = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}
    inputs: Properties = {"metadata": {"name": "b", "namespace": namespace}, "roleRef": ref, "subjects": []}
    stack.up(rbac + "RoleBinding", "b", inputs)
    changed = stack.up(rbac + "RoleBinding", "b", {**inputs, "roleRef": {**ref, "name": "edit"}})
    assert changed.outputs["roleRef"]["name"] == "edit"


def test_a_definition_and_its_objects_come_in_one_deployment(stack: Stack, namespace: str):
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"kind": "Widget", "plural": "widgets"}
    group = f"{namespace}.example.org"
    spec = {"group": group, "names": names, "scope": "Namespaced", "versions": [version]}
    definition = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
    widget = f"kubernetes:{group}/v1:Widget"
    inputs: Properties = {"metadata": {"name": "w", "namespace": namespace}, "spec": {"size": 3}}
    assert stack.preview(widget, "w", inputs)["spec"] == {"size": 3}
    stack.up(definition, "widgets", {"metadata": {"name": f"widgets.{group}"}, "spec": spec})
    assert stack.up(widget, "w", inputs).outputs["spec"] == {"size": 3}
    with pytest.raises(CheckError, match=r"spec\.sise: unknown field"):
        stack.check(widget, "w", {**inputs, "spec": {"sise": 3}})
    stack.down(definition, "widgets")
    stack.down(widget, "w")


def test_a_kind_that_nobody_defined_is_refused_by_name(stack: Stack, namespace: str):
    stack.provider.cancelled.set()  # or it would wait for the definition
    with pytest.raises(ProviderError, match=r"serves no example\.org/v1 Gadget"):
        stack.up("kubernetes:example.org/v1:Gadget", "g", {"metadata": {"name": "g", "namespace": namespace}})
    stack.provider.cancelled.clear()
