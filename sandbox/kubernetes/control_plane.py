"""The processes of the sandbox's Kubernetes control plane and their flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sandbox.kubernetes import access
from sandbox.kubernetes.kubeconfig import write_webhook_config
from sandbox.kubernetes.pki import Pki
from sandbox.parts import Health, Part

PORTS = ("etcd", "etcd_peer", "kubernetes", "controller_manager", "scheduler", "kwok")
# What EKS enables is the Kubernetes defaults and these two:
# https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html
ADMISSION_PLUGINS = "NodeRestriction,ExtendedResourceToleration"
# EKS's range when the VPC does not use it.
SERVICE_ADDRESSES = "172.20.0.0/16"


@dataclass(frozen=True)
class Binaries:
    """Where the control plane's programs and files are."""

    kube: Path
    kwok: Path
    stages: Path
    """How kwok moves nodes and pods through their life."""


def prepare(
    directory: Path, binaries: Binaries, ports: Mapping[str, int], identity: Pki, token_review: str
) -> list[Part]:
    """Write configuration to `directory`; return the processes, in the order of their start."""
    webhook = write_webhook_config(directory / "token-review.json", token_review)
    return [
        _etcd(directory, binaries, ports, identity),
        _api_server(binaries, ports, identity, webhook),
        _controller_manager(directory, binaries, ports, identity),
        _scheduler(directory, binaries, ports, identity),
        _kwok(directory, binaries, ports, identity),
    ]


def _etcd(directory: Path, binaries: Binaries, ports: Mapping[str, int], identity: Pki) -> Part:
    clients, peers = (f"https://127.0.0.1:{ports[name]}" for name in ("etcd", "etcd_peer"))
    server, authority = identity.etcd_server, identity.etcd_authority.certificate
    command = (
        str(binaries.kube),
        "etcd",
        "--name=sandbox",
        f"--data-dir={directory / 'etcd'}",
        f"--listen-client-urls={clients}",
        f"--advertise-client-urls={clients}",
        f"--listen-peer-urls={peers}",
        f"--initial-advertise-peer-urls={peers}",
        f"--initial-cluster=sandbox={peers}",
        "--client-cert-auth",
        f"--trusted-ca-file={authority}",
        f"--cert-file={server.certificate}",
        f"--key-file={server.key}",
        "--peer-client-cert-auth",
        f"--peer-trusted-ca-file={authority}",
        f"--peer-cert-file={server.certificate}",
        f"--peer-key-file={server.key}",
        "--unsafe-no-fsync",
        "--log-level=warn",
    )
    return Part("etcd", command, Health(ports["etcd"], "/readyz", identity.etcd_context()))


def _api_server(binaries: Binaries, ports: Mapping[str, int], identity: Pki, webhook: Path) -> Part:
    command = (
        str(binaries.kube),
        "kube-apiserver",
        *_serving(ports["kubernetes"], identity),
        "--advertise-address=127.0.0.1",
        # The `kubernetes` service may not have an endpoint on loopback.
        "--endpoint-reconciler-type=none",
        f"--etcd-servers=https://127.0.0.1:{ports['etcd']}",
        f"--etcd-cafile={identity.etcd_authority.certificate}",
        f"--etcd-certfile={identity.etcd_client.certificate}",
        f"--etcd-keyfile={identity.etcd_client.key}",
        "--anonymous-auth=false",
        f"--client-ca-file={identity.authority.certificate}",
        f"--authentication-token-webhook-config-file={webhook}",
        "--authentication-token-webhook-version=v1",
        # A revoked access entry stops working within this time.
        "--authentication-token-webhook-cache-ttl=5s",
        "--authorization-mode=Node,RBAC",
        f"--enable-admission-plugins={ADMISSION_PLUGINS}",
        "--allow-privileged",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={identity.verification_key}",
        f"--service-account-signing-key-file={identity.signing_key}",
        f"--service-cluster-ip-range={SERVICE_ADDRESSES}",
    )
    tls = identity.admin_context()
    return Part(
        "kube-apiserver",
        command,
        Health(ports["kubernetes"], "/readyz", tls),
        after=("etcd",),
        once_ready=partial(access.grant, ports["kubernetes"], tls),
        # Dozens of large CRDs arrive at once: a quarter of the time would go into collecting their garbage.
        environment={"GOGC": "200"},
    )


def _controller_manager(directory: Path, binaries: Binaries, ports: Mapping[str, int], identity: Pki) -> Part:
    command = (
        str(binaries.kube),
        "kube-controller-manager",
        *_serving(ports["controller_manager"], identity),
        *_client(directory / "kube-controller-manager.kubeconfig"),
        "--controllers=*,-cloud-node-lifecycle-controller,-node-ipam-controller",
        "--leader-elect=false",
        "--use-service-account-credentials",
        f"--root-ca-file={identity.authority.certificate}",
        f"--service-account-private-key-file={identity.signing_key}",
        f"--cluster-signing-cert-file={identity.authority.certificate}",
        f"--cluster-signing-key-file={identity.authority.key}",
    )
    health = Health(ports["controller_manager"], "/healthz", identity.admin_context())
    return Part("kube-controller-manager", command, health, ("kube-apiserver",))


def _scheduler(directory: Path, binaries: Binaries, ports: Mapping[str, int], identity: Pki) -> Part:
    command = (
        str(binaries.kube),
        "kube-scheduler",
        *_serving(ports["scheduler"], identity),
        *_client(directory / "kube-scheduler.kubeconfig"),
        "--leader-elect=false",
    )
    health = Health(ports["scheduler"], "/readyz", identity.admin_context())
    return Part("kube-scheduler", command, health, ("kube-apiserver",))


def _kwok(directory: Path, binaries: Binaries, ports: Mapping[str, int], identity: Pki) -> Part:
    command = (
        str(binaries.kwok),
        f"--kubeconfig={directory / 'kwok.kubeconfig'}",
        f"--config={binaries.stages}",
        "--manage-all-nodes",
        "--node-lease-duration-seconds=40",
        f"--server-address=127.0.0.1:{ports['kwok']}",
        f"--tls-cert-file={identity.server.certificate}",
        f"--tls-private-key-file={identity.server.key}",
    )
    # A kwok configuration in the user's home is none of ours.
    environment = {"KWOK_WORKDIR": str(directory / "kwok")}
    health = Health(ports["kwok"], "/readyz", identity.admin_context())
    return Part("kwok", command, health, ("kube-apiserver",), environment=environment)


def _serving(port: int, identity: Pki) -> tuple[str, ...]:
    return (
        "--bind-address=127.0.0.1",
        f"--secure-port={port}",
        f"--tls-cert-file={identity.server.certificate}",
        f"--tls-private-key-file={identity.server.key}",
        "--profiling=false",
    )


def _client(kubeconfig: Path) -> tuple[str, ...]:
    names = ("kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig")
    return tuple(f"--{name}={kubeconfig}" for name in names)
