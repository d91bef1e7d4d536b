"""The control plane's certificates."""

import json
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from sandbox.kubernetes import pki
from sandbox.kubernetes.certificates import Authority, KeyPair, write_signing_key


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "pki", "ca")


def load(pair: KeyPair) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pair.certificate.read_bytes())


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def test_a_server_certificate_names_loopback_and_nothing_else(authority: Authority) -> None:
    names = load(authority.server("etcd")).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_a_client_certificate_carries_user_and_groups_and_cannot_serve(authority: Authority) -> None:
    certificate = load(authority.client("admin", "sandbox:admin", ["system:masters"]))
    assert certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "sandbox:admin"
    assert certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "system:masters"
    usage = certificate.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    assert usage == x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])


def test_what_the_authority_issues_is_signed_by_it_and_is_no_authority(authority: Authority) -> None:
    certificate = load(authority.client("scheduler", "system:kube-scheduler"))
    certificate.verify_directly_issued_by(load(authority.pair))
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_nobody_else_can_read_what_identifies_the_control_plane(tmp_path: Path) -> None:
    pki.create(tmp_path / "kubernetes", "https://127.0.0.1:1")
    assert len(files(tmp_path)) > 10
    assert {stat.S_IMODE(path.stat().st_mode) for path in files(tmp_path)} == {0o600}
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_a_certificate_of_the_cluster_does_not_open_etcd(tmp_path: Path) -> None:
    identity = pki.create(tmp_path, "https://127.0.0.1:1")
    with pytest.raises(ValueError, match=r"(?i)issuer"):
        load(identity.admin).verify_directly_issued_by(load(identity.etcd_authority))


def test_every_part_has_a_kubeconfig_of_its_own(tmp_path: Path) -> None:
    pki.create(tmp_path, "https://127.0.0.1:21002")
    keys: set[str] = set()
    for name in pki.CLIENTS:
        config = json.loads((tmp_path / f"{name}.kubeconfig").read_text())
        assert config["clusters"][0]["cluster"]["server"] == "https://127.0.0.1:21002"
        keys.add(config["users"][0]["user"]["client-key-data"])
    assert len(keys) == len(pki.CLIENTS)


def test_keys_and_certificates_belong_together(tmp_path: Path) -> None:
    identity = pki.create(tmp_path, "https://127.0.0.1:1")
    # OpenSSL refuses a chain whose key is another one's.
    assert isinstance(identity.admin_context(), ssl.SSLContext)
    assert isinstance(identity.etcd_context(), ssl.SSLContext)


def test_two_sandboxes_sign_service_accounts_with_different_keys(tmp_path: Path) -> None:
    one, _ = write_signing_key(tmp_path / "one", "service-accounts")
    other, _ = write_signing_key(tmp_path / "other", "service-accounts")
    assert one.read_bytes() != other.read_bytes()
