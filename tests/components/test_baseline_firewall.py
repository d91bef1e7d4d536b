"""The baseline firewall: tenants are denied to each other in a tier that they cannot override, but for consent."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.baseline_firewall import BaselineFirewall
from tests.components.support import named, record_component

TENANTS = {"matchExpressions": [{"key": "mlplatform.io/tenant", "operator": "Exists"}]}


def policies(calls: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    recorded = record_component(lambda opts: BaselineFirewall("baseline", {"calls": calls or {}}, opts))
    return {each["metadata"]["name"]: each["spec"] for each in named(recorded, "ClusterNetworkPolicy").values()}


def by_name(*names: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(names)}]}


def test_tenants_are_denied_to_each_other_in_both_directions() -> None:
    (spec,) = policies().values()
    assert spec["tier"] == "Admin"
    assert spec["subject"] == {"namespaces": TENANTS}
    assert spec["ingress"] == [{"name": "other-tenants", "action": "Deny", "from": [{"namespaces": TENANTS}]}]
    assert spec["egress"][0] == {"name": "other-tenants", "action": "Deny", "to": [{"namespaces": TENANTS}]}


def test_nobody_reaches_the_metadata_service() -> None:
    (spec,) = policies().values()
    denied = {"networks": ["169.254.169.254/32", "fd00:ec2::254/128"]}
    assert spec["egress"][1] == {"name": "metadata-service", "action": "Deny", "to": [denied]}


def test_pairs_that_consented_are_left_to_their_network_policies_and_only_they() -> None:
    found = policies({"iris": ["wine", "churn"], "wine": [], "corn": ["wine"]})
    assert set(found) == {
        "mlplatform-tenants",
        "mlplatform-calls-of-iris",
        "mlplatform-calls-of-corn",
        "mlplatform-callers-of-churn",
        "mlplatform-callers-of-wine",
    }
    caller, called = found["mlplatform-calls-of-iris"], found["mlplatform-callers-of-wine"]
    assert caller["subject"] == {"namespaces": by_name("iris")}
    assert caller["egress"] == [{"name": "calls", "action": "Pass", "to": [{"namespaces": by_name("churn", "wine")}]}]
    assert called["ingress"] == [
        {"name": "called-by", "action": "Pass", "from": [{"namespaces": by_name("corn", "iris")}]}
    ]
    assert caller["priority"] < found["mlplatform-tenants"]["priority"]
