"""What a change of the cluster's settings does to a running environment: nothing stateful is replaced."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import sandbox.aws.provider
from stacks import platform, settings
from stacks.model import Settings
from tests.recording import RecordedResource, record

TRAITS = Path(sandbox.aws.provider.__file__).parent / "traits"


def declared(chosen: Settings) -> dict[str, RecordedResource]:
    return {each.urn: each for each in record(lambda: platform.deploy(chosen), stack="prod").resources}


def with_cluster(**changes: object) -> Settings:
    prod = settings.load("prod")
    return prod.model_copy(update={"cluster": prod.cluster.model_copy(update=changes)})


def changed(before: dict[str, RecordedResource], after: dict[str, RecordedResource]) -> dict[str, set[str]]:
    """Names of the changed properties of each resource; none may come or go."""
    assert before.keys() == after.keys()
    return {
        urn: keys
        for urn, old in before.items()
        if (keys := {key for key in old.props | after[urn].props if old.props.get(key) != after[urn].props.get(key)})
    }


def replacing(token: str) -> set[str]:
    """Properties whose change replaces a resource, from the tables of the real provider."""
    tables: dict[str, Any] = {}
    for file in TRAITS.glob("*.toml"):
        tables |= tomllib.loads(file.read_text(encoding="utf-8"))
    return {path.partition(".")[0] for path in tables.get(token, {}).get("replaces", ())}


@pytest.fixture(scope="module")
def running() -> dict[str, RecordedResource]:
    return declared(with_cluster(version="1.35"))


def test_an_upgrade_by_one_minor_updates_in_place(running: dict[str, RecordedResource]) -> None:
    by_kind: dict[str, set[str]] = {}
    for urn, keys in changed(running, declared(with_cluster(version="1.36"))).items():
        token = running[urn].type
        assert not keys & replacing(token), urn
        by_kind[token.rsplit(":", 1)[-1]] = by_kind.get(token.rsplit(":", 1)[-1], set()) | keys
    assert by_kind.pop("Cluster") == {"version"}
    assert by_kind.pop("NodeGroup") == {"version", "releaseVersion"}
    assert by_kind.pop("Addon") == {"addonVersion"}
    assert by_kind.pop("Namespace") == {"metadata"}  # the version of the Pod Security labels
    assert not by_kind


def test_the_control_plane_goes_before_its_add_ons_and_nodes(running: dict[str, RecordedResource]) -> None:
    (cluster,) = (urn for urn, each in running.items() if each.type == "aws:eks/cluster:Cluster")
    for urn, each in running.items():
        if each.type in ("aws:eks/addon:Addon", "aws:eks/nodeGroup:NodeGroup"):
            assert cluster in each.property_dependencies["clusterName"], urn


def test_other_system_nodes_start_before_the_old_ones_stop(running: dict[str, RecordedResource]) -> None:
    nodes = with_cluster(version="1.35").cluster.system_nodes.model_copy(update={"instance_types": ("m8i.xlarge",)})
    (group,) = changed(running, declared(with_cluster(version="1.35", system_nodes=nodes)))
    assert running[group].type == "aws:eks/nodeGroup:NodeGroup"
    # A replacement with a name of its own is made first, and the old group is drained when it is deleted.
    assert "nodeGroupName" not in running[group].props
    assert not running[group].options.delete_before_replace


@pytest.mark.parametrize(
    "change",
    [
        {"public_access_cidrs": ("198.51.100.0/24",)},
        {"log_retention_days": 731},
        {"deletion_protection": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_option_of_the_cluster_replaces_nothing(
    running: dict[str, RecordedResource], change: dict[str, object]
) -> None:
    found = changed(running, declared(with_cluster(version="1.35", **change)))
    assert found
    for urn, keys in found.items():
        assert not {key for key in keys if key != "vpcConfig"} & replacing(running[urn].type), urn


def test_a_role_that_deploys_keeps_its_access_whoever_previews() -> None:
    access = settings.load("prod").cluster.access
    arn = "arn:aws:iam::123456789012:role/deployer"
    chosen = with_cluster(access=access.model_copy(update={"deployer_role_arn": arn}))
    (entry,) = (each for each in declared(chosen).values() if each.name == "access-deployer-entry")
    assert entry.props["principalArn"] == arn


def test_only_the_wanted_storage_drivers_are_installed() -> None:
    storage = settings.load("prod").cluster.storage_drivers
    for wanted in ({"volumes": False}, {"file_systems": True, "buckets": True}):
        chosen = with_cluster(storage_drivers=storage.model_copy(update=wanted))
        names = {each.name for each in declared(chosen).values() if each.type == "aws:eks/addon:Addon"}
        assert ("storage-ebs-add-on" in names) == chosen.cluster.storage_drivers.volumes
        assert ("storage-efs-add-on" in names) == chosen.cluster.storage_drivers.file_systems
        assert ("storage-s3-add-on" in names) == chosen.cluster.storage_drivers.buckets
