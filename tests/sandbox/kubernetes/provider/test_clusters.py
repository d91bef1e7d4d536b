import base64
import json
from pathlib import Path

import pytest

from sandbox.kubernetes.provider import clusters
from sandbox.kubernetes.provider.clusters import Cluster, Plugin
from sandbox.provider.errors import ProviderError

KUBECONFIG = """
apiVersion: v1
kind: Config
current-context: here
contexts:
  - {name: here, context: {cluster: sandbox, user: engineer}}
  - {name: there, context: {cluster: other, user: engineer}}
clusters:
  - {name: sandbox, cluster: {server: "https://127.0.0.1:6443/", certificate-authority-data: Q0E=}}
  - {name: other, cluster: {server: "https://10.0.0.1"}}
users:
  - name: engineer
    user:
      exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks, get-token],
        env: [{name: A, value: b}]}
"""


def test_the_current_context_leads_to_server_authority_and_plugin():
    assert clusters.load(KUBECONFIG) == Cluster(
        server="https://127.0.0.1:6443", authority="CA", plugin=Plugin("aws", ("eks", "get-token"), {"A": "b"})
    )


def test_context_and_cluster_can_be_chosen():
    assert clusters.load(KUBECONFIG, context="there").server == "https://10.0.0.1"
    assert clusters.load(KUBECONFIG, cluster="other").server == "https://10.0.0.1"


def test_a_kubeconfig_may_be_json_or_a_path(tmp_path: Path):
    pem = base64.b64encode(b"KEY").decode()
    config = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}],
        "clusters": [{"name": "k", "cluster": {"server": "http://localhost:1"}}],
        "users": [{"name": "u", "user": {"client-certificate-data": pem, "client-key-data": pem}}],
    }
    file = tmp_path / "config"
    file.write_text(json.dumps(config))
    expected = Cluster("http://localhost:1", certificate="KEY", key="KEY")
    assert clusters.load(json.dumps(config)) == clusters.load(str(file)) == expected


@pytest.mark.parametrize("text", ["/no/such/file", "just words", "[1, 2]", "{not json", ":\n  - ]"])
def test_nonsense_is_refused_in_words(text: str):
    with pytest.raises(ProviderError, match=r"^kubeconfig: "):
        clusters.load(text)


def test_a_context_without_a_cluster_is_refused_by_name():
    with pytest.raises(ProviderError, match="'elsewhere'"):
        clusters.load(KUBECONFIG, context="elsewhere")


@pytest.mark.parametrize(
    "server", ["https://127.0.0.1:6443", "https://localhost:6443", "https://[::1]:6443", "http://127.3.2.1"]
)
def test_a_server_on_this_machine_is_accepted(server: str):
    clusters.require_this_machine(Cluster(server))


@pytest.mark.parametrize(
    "server",
    [
        "https://ABC.gr7.eu-west-1.eks.amazonaws.com",
        "https://10.0.0.1",
        "https://localhost.evil.example",
        "https://0.0.0.0",
    ],
)
def test_a_server_elsewhere_is_refused_and_the_way_out_is_named(server: str):
    with pytest.raises(ProviderError, match="official Pulumi") as refusal:
        clusters.require_this_machine(Cluster(server))
    assert server in str(refusal.value)
