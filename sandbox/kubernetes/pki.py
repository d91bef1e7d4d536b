"""Everything that identifies the parts of the control plane to each other."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from sandbox.kubernetes.certificates import Authority, KeyPair, write_signing_key
from sandbox.kubernetes.kubeconfig import write_kubeconfig

# Names under which pods and people reach the API server; the last one is the first service address.
SERVER_NAMES = ("localhost", "127.0.0.1", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "172.20.0.1")
KWOK_USER = "sandbox:kwok"
# User and groups of each part's client certificate; the API server binds the first two names to their roles by itself.
CLIENTS = {
    "kube-controller-manager": ("system:kube-controller-manager", ()),
    "kube-scheduler": ("system:kube-scheduler", ()),
    "kwok": (KWOK_USER, ()),
    "admin": ("sandbox:admin", ("system:masters",)),
}


@dataclass(frozen=True)
class Pki:
    """Certificates, keys and kubeconfigs on disk."""

    authority: KeyPair
    server: KeyPair
    admin: KeyPair
    webhooks: KeyPair
    """Of the webhooks that controllers serve."""
    etcd_authority: KeyPair
    etcd_server: KeyPair
    etcd_client: KeyPair
    signing_key: Path
    verification_key: Path

    def admin_context(self) -> ssl.SSLContext:
        """Return TLS settings of a client with all rights on the cluster."""
        return _context(self.authority, self.admin)

    def etcd_context(self) -> ssl.SSLContext:
        """Return TLS settings of a client of etcd."""
        return _context(self.etcd_authority, self.etcd_client)


def create(directory: Path, server: str) -> Pki:
    """Write all certificates and the kubeconfigs of the API server at `server`."""
    certificates = directory / "pki"
    authority = Authority(certificates, "ca")
    # An authority of its own, so that no client certificate of the cluster opens etcd.
    etcd_authority = Authority(certificates, "etcd-ca")
    clients = {name: authority.client(name, user, groups) for name, (user, groups) in CLIENTS.items()}
    for name, client in clients.items():
        write_kubeconfig(directory / f"{name}.kubeconfig", server, authority.pair.certificate, client)
    signing_key, verification_key = write_signing_key(certificates, "service-accounts")
    return Pki(
        authority=authority.pair,
        server=authority.server("server", hosts=SERVER_NAMES),
        admin=clients["admin"],
        webhooks=authority.server("webhooks"),
        etcd_authority=etcd_authority.pair,
        etcd_server=etcd_authority.server("etcd"),
        etcd_client=etcd_authority.client("etcd-client", "kube-apiserver"),
        signing_key=signing_key,
        verification_key=verification_key,
    )


def _context(authority: KeyPair, client: KeyPair) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(authority.certificate))
    context.load_cert_chain(client.certificate, client.key)
    return context
