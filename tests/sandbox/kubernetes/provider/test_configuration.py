import json

import pytest

from sandbox.kubernetes.provider import configuration
from sandbox.provider.errors import CheckError
from sandbox.provider.values import UNKNOWN, Properties
from tests.sandbox.kubernetes.provider.requests import change


def kubeconfig(server: str, user: str = "a") -> str:
    return json.dumps(
        {
            "current-context": "c",
            "contexts": [{"name": "c", "context": {"cluster": "k", "user": user}}],
            "clusters": [{"name": "k", "cluster": {"server": server}}],
        }
    )


HERE, ELSEWHERE = kubeconfig("https://127.0.0.1:1"), kubeconfig("https://127.0.0.1:2")


def test_settings_are_read_as_the_sdk_sends_them():
    settings = configuration.settings(
        {
            "enablePatchForce": "true",
            "deleteUnreachable": True,
            "helmReleaseSettings": '{"driver": "memory"}',
            "namespace": "n",
        }
    )
    assert settings.enable_patch_force
    assert settings.delete_unreachable
    assert not settings.skip_update_unreachable
    assert settings.helm == {"driver": "memory"}
    assert settings.namespace == "n"


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"kubeConfig": "x"}, "did you mean 'kubeconfig'"),
        ({"renderYamlToDirectory": "out"}, "not available in the sandbox"),
        ({"enableServerSideApply": "false"}, "on the server only"),
    ],
)
def test_unknown_and_impossible_settings_are_refused_by_name(config: Properties, words: str):
    with pytest.raises(CheckError, match=words) as refusal:
        configuration.check(config)
    assert refusal.value.failures[0].property in config


def test_everything_wrong_is_told_at_once():
    with pytest.raises(CheckError) as refusal:
        configuration.check({"a": 1, "b": 2})
    assert len(refusal.value.failures) == 2


def test_known_settings_pass_even_while_unknown():
    config = {"kubeconfig": UNKNOWN, "clusterIdentifier": "c", "enableServerSideApply": "true", "version": "4.34.2"}
    assert configuration.check(config) == config


def test_new_credentials_for_the_same_server_do_not_replace_the_provider():
    diff = configuration.config_diff(
        change({"kubeconfig": HERE}, {"kubeconfig": kubeconfig("https://127.0.0.1:1", "b")})
    )
    assert list(diff.changes) == ["kubeconfig"]
    assert not diff.replaces


@pytest.mark.parametrize("new", [ELSEWHERE, UNKNOWN])
def test_another_or_an_unknown_server_replaces_the_provider(new: object):
    diff = configuration.config_diff(change({"kubeconfig": HERE}, {"kubeconfig": new}))
    assert list(diff.replaces) == ["kubeconfig"]


@pytest.mark.parametrize("new", [ELSEWHERE, UNKNOWN])
def test_an_unchanged_cluster_identifier_never_replaces(new: object):
    old = {"kubeconfig": HERE, "clusterIdentifier": "c"}
    diff = configuration.config_diff(change(old, {**old, "kubeconfig": new}))
    assert diff.changes
    assert not diff.replaces


def test_another_cluster_identifier_replaces():
    diff = configuration.config_diff(change({"clusterIdentifier": "c"}, {"clusterIdentifier": "d"}))
    assert list(diff.replaces) == ["clusterIdentifier"]
