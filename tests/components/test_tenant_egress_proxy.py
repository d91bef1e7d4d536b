"""A tenant's egress proxy: what runs, where, and who reaches it and what it reaches."""

import json
from ipaddress import IPv4Network
from typing import Any

import pytest

from components.public_addresses import PUBLIC_RANGES, SPECIAL_RANGES
from components.tenant import Tenant, TenantArgs
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording


def tenant(*hosts: str) -> Recording:
    args: TenantArgs = {**ARGS, "hosts": hosts}
    return record_component(lambda opts: Tenant("tenant", args, opts))


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return tenant("api.example.com", ".hf.co")


@pytest.fixture(scope="module")
def pod(recorded: Recording) -> Any:
    return recorded.named("tenant-egress-deployment").props["spec"]["template"]


def policies(recording: Recording, namespace: str) -> dict[str, Any]:
    found = (one["metadata"] | {"spec": one["spec"]} for one in named(recording, "NetworkPolicy").values())
    return {one["name"]: one["spec"] for one in found if one["namespace"] == namespace}


PROXIES = {"matchLabels": {"app.kubernetes.io/name": "egress-proxy"}}


def test_a_tenant_without_hosts_has_no_proxy_and_no_way_to_one() -> None:
    recording = tenant()
    assert [one.name for one in recording.resources if "egress" in one.name] == []
    variables = recording.named("tenant-model-inference-service").props["spec"]["predictor"]["model"]["env"]
    assert {one["name"] for one in variables} == {"HOME", "TMPDIR"}


@pytest.mark.parametrize("host", ["bucket.s3.eu-west-1.amazonaws.com", ".aws"])
def test_nobody_reaches_the_buckets_of_others_through_it(host: str) -> None:
    with pytest.raises(ValueError, match="past AWS's endpoints lie everybody's buckets"):
        tenant(host)


def test_the_proxy_has_a_namespace_of_its_own_that_is_no_tenants(recorded: Recording) -> None:
    labels = recorded.named("tenant-egress-namespace").props["metadata"]["labels"]
    assert labels["mlplatform.io/egress-of"] == "iris"
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert "mlplatform.io/tenant" not in labels
    assert named(recorded, "RoleBinding") == {}


def test_nothing_but_the_tenant_reaches_the_proxy(recorded: Recording) -> None:
    found = policies(recorded, "iris-egress")
    assert found["default-deny"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [],
        "egress": [],
    }
    by_name = {"matchLabels": {"kubernetes.io/metadata.name": "iris"}}
    assert found["proxy"]["ingress"] == [
        {"from": [{"namespaceSelector": by_name}], "ports": [{"protocol": "TCP", "port": 3128.0}]}
    ]


def test_the_proxy_reaches_dns_and_port_443_of_public_addresses(recorded: Recording) -> None:
    dns, internet = policies(recorded, "iris-egress")["proxy"]["egress"]
    assert [port["port"] for port in dns["ports"]] == [53.0, 53.0]
    assert internet["ports"] == [{"protocol": "TCP", "port": 443.0}]
    assert [one["ipBlock"] for one in internet["to"]] == [{"cidr": cidr} for cidr in PUBLIC_RANGES]


def test_public_ranges_are_all_that_is_not_special() -> None:
    ranges = [IPv4Network(one) for one in (*PUBLIC_RANGES, *SPECIAL_RANGES)]
    assert sum(one.num_addresses for one in ranges) == 2**32
    assert not any(one.overlaps(other) for number, one in enumerate(ranges) for other in ranges[:number])


def test_the_tenant_reaches_its_proxy_and_no_other_address(recorded: Recording) -> None:
    (rule,) = policies(recorded, "iris")["to-egress-proxy"]["egress"]
    by_name = {"matchLabels": {"kubernetes.io/metadata.name": "iris-egress"}}
    assert rule["to"] == [{"namespaceSelector": by_name, "podSelector": PROXIES}]
    assert rule["ports"] == [{"protocol": "TCP", "port": 3128.0}]


def test_the_models_clients_find_the_proxy_and_pass_it_by_where_they_have_another_way(recorded: Recording) -> None:
    model = recorded.named("tenant-model-inference-service").props["spec"]["predictor"]["model"]
    variables = {one["name"]: one["value"] for one in model["env"]}
    assert variables["HTTPS_PROXY"] == "http://proxy.iris-egress.svc.cluster.local:3128"
    passed_by = variables["NO_PROXY"].split(",")
    assert {"169.254.170.23", ".svc.cluster.local", "s3.eu-west-1.amazonaws.com"} <= set(passed_by)


def test_the_proxys_pods_have_no_token_no_privilege_and_limits(pod: Any) -> None:
    (envoy,) = pod["spec"]["containers"]
    assert pod["spec"]["automountServiceAccountToken"] is False
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert envoy["securityContext"]["readOnlyRootFilesystem"] is True
    assert envoy["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert envoy["resources"]["limits"].keys() == {"cpu", "memory"}
    assert "@sha256:" in envoy["image"]


def test_a_proxy_outlives_a_node(recorded: Recording) -> None:
    deployment = recorded.named("tenant-egress-deployment").props["spec"]
    budget = recorded.named("tenant-egress-disruption-budget").props["spec"]
    assert deployment["replicas"] == 2
    assert budget == {"minAvailable": 1.0, "selector": PROXIES}
    spread = deployment["template"]["spec"]["topologySpreadConstraints"]
    assert {one["topologyKey"] for one in spread} == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}


def test_the_service_has_the_ports_and_labels_of_the_pods(recorded: Recording) -> None:
    service = recorded.named("tenant-egress-service").props["spec"]
    assert service["type"] == "ClusterIP"
    assert service["selector"] == PROXIES["matchLabels"]
    assert [port["port"] for port in service["ports"]] == [3128.0]


def test_a_changed_list_of_hosts_replaces_the_pods(pod: Any) -> None:
    other = tenant("api.example.com").named("tenant-egress-deployment").props["spec"]["template"]
    key = "mlplatform.io/config-checksum"
    assert pod["metadata"]["annotations"][key] != other["metadata"]["annotations"][key]


def test_envoy_is_told_the_tenants_hosts(recorded: Recording) -> None:
    written = recorded.named("tenant-egress-config").props["data"]["envoy.json"]
    domains = [
        domain
        for listener in json.loads(written)["static_resources"]["listeners"]
        for host in listener["filter_chains"][0]["filters"][0]["typed_config"]["route_config"]["virtual_hosts"]
        for domain in host["domains"]
    ]
    assert domains == ["api.example.com:443", "hf.co:443", "*.hf.co:443", "*"]


def test_the_model_starts_after_its_proxy(recorded: Recording) -> None:
    service = recorded.named("tenant-model-inference-service")
    model = recorded.named("tenant-model")
    waited = {urn.rpartition("::")[2] for urn in (*service.dependencies, *model.dependencies)}
    assert any(one.startswith("tenant-egress") for one in waited)
