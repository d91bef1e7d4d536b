"""What each environment declares, resource by resource: the diff of these files is the diff of a change."""

from collections import Counter

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.recording import record_environment


@pytest.mark.parametrize("environment", ["dev", "test", "prod", "small"])
def test_the_resources_of_an_environment_change_only_on_purpose(environment: str, snapshot: SnapshotAssertion) -> None:
    resources = record_environment(environment)
    assert snapshot(name="resources") == [f"{resource.type} {resource.name}" for resource in resources]
    assert snapshot(name="count") == dict(Counter(resource.type.split(":")[0] for resource in resources))


def test_the_firewall_of_a_tenant_changes_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    assert snapshot == {
        resource.props["metadata"]["name"]: resource.props["spec"]
        for resource in record_environment("prod")
        if resource.type.endswith(":NetworkPolicy") and resource.name.startswith("tenant-sentiment-")
    }


def test_the_served_models_change_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    assert snapshot == {
        resource.name: resource.props["spec"]
        for resource in record_environment("prod")
        if resource.type.endswith(":InferenceService")
    }
