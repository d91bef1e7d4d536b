"""Roles of the platform's people in the cluster."""

from components.platform_roles import PlatformRoles, PlatformRolesArgs
from tests.components.support import named, record_component
from tests.recording import Recording

CHANGING = {"create", "delete", "deletecollection", "patch", "update", "*"}


def roles() -> Recording:
    groups: PlatformRolesArgs = {"operator_group": "operators", "viewer_group": "viewers"}
    return record_component(lambda opts: PlatformRoles("people", groups, opts))


def changed(role: str) -> set[tuple[str, str]]:
    """What a role may change: resource and verb."""
    rules = named(roles(), "ClusterRole")[role]["rules"]
    return {
        (resource, verb) for rule in rules for resource in rule["resources"] for verb in CHANGING & set(rule["verbs"])
    }


def test_viewers_change_nothing() -> None:
    assert changed("people-viewer-role") == set()


def test_operators_drain_and_replace_nodes_but_change_no_pool_and_no_model() -> None:
    assert changed("people-operator-role") == {
        ("nodes", "patch"),
        ("pods/eviction", "create"),
        ("nodeclaims", "delete"),
    }


def test_nobody_sees_secrets_by_them() -> None:
    seen = [rule["resources"] for role in named(roles(), "ClusterRole").values() for rule in role["rules"]]
    assert seen
    assert not [resources for resources in seen if {"secrets", "*"} & set(resources)]


def test_each_role_is_bound_to_the_group_of_its_people() -> None:
    bindings = named(roles(), "ClusterRoleBinding").values()
    assert {(one["roleRef"]["name"], one["subjects"][0]["name"]) for one in bindings} == {
        ("operators", "operators"),
        ("viewers", "viewers"),
    }
