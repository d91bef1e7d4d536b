"""Shared file systems in the settings: what tenants' data sources may name, and what is declared for them."""

import json
from pathlib import Path

import pytest

from stacks import platform
from tests.recording import Recording, record
from tests.stacks.settings_text import DEV, PROD, changed, errors, load
from tests.stacks.tenant_files import HEAD, outputs, recorded, write

DRIVER = ("    volumes: false # no model needs them yet", "    file_systems: true")
STORAGE = ("storage:\n", "storage:\n  file_systems:\n    shared: {}\n")
SOURCE = (DEV[DEV.index("    data: #") :], "    data:\n      - {name: training, kind: efs, file_system: shared}\n")


def text(*changes: tuple[str, str]) -> str:
    result = DEV
    for old, new in changes:
        result = changed(old, new, result)
    return result


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    chosen = load(tmp_path_factory.mktemp("settings"), text(DRIVER, STORAGE, SOURCE))
    return record(lambda: platform.deploy(chosen), preview=False)


def test_the_file_system_is_the_environments_and_the_access_point_the_tenants(declared: Recording) -> None:
    (files,) = declared.of_type("aws:efs/fileSystem:FileSystem")
    (point,) = declared.of_type("aws:efs/accessPoint:AccessPoint")
    assert "Tenant" not in files.urn
    assert "mlplatform:index:Tenant$mlplatform:index:DataSource" in point.urn
    assert point.props["fileSystemId"] == f"{files.name}-id"
    assert point.props["rootDirectory"]["path"] == "/iris/training"


def test_the_role_that_may_mount_is_the_one_that_the_driver_has_on_the_nodes(declared: Recording) -> None:
    (policy,) = declared.of_type("aws:efs/fileSystemPolicy:FileSystemPolicy")
    (arn,) = json.loads(policy.props["policy"])["Statement"][0]["Principal"]["AWS"]
    role = declared.named("storage-efs-mounts-role")
    assert arn == f"arn:aws:iam::123456789012:role/{role.props['name']}"
    association = declared.named("storage-efs-mounts-association").props
    assert association["serviceAccount"] == "efs-csi-node-sa"
    # EKS gives a pod its role when the pod starts.
    add_on = declared.named("storage-efs-add-on")
    assert any(urn.endswith("::storage-efs-mounts-association") for urn in add_on.dependencies)


def test_the_role_is_there_before_a_policy_names_it(declared: Recording) -> None:
    component = declared.named("files-shared")
    assert any(urn.endswith("::storage-efs-mounts-role") for urn in component.dependencies)


def test_a_file_system_can_be_mounted_before_the_first_model_wants_to_and_until_the_last_is_gone(
    declared: Recording,
) -> None:
    target = declared.named("files-shared-eu-west-1a").urn
    assert target in declared.named("tenant-iris").dependencies


def test_every_file_system_has_a_key_of_its_own(declared: Recording) -> None:
    (files,) = declared.of_type("aws:efs/fileSystem:FileSystem")
    (key,) = (one for one in declared.of_type("aws:kms/key:Key") if one.name == "files-shared-key-key")
    assert files.property_dependencies["kmsKeyId"] == (key.urn,)


def test_a_tenant_stack_finds_the_file_systems_of_its_environment(tmp_path: Path) -> None:
    head, tenants = DEV[: DEV.index("tenants:")], DEV[DEV.index("  - name: iris") :]
    environment = changed(*STORAGE, changed(*DRIVER, head)) + "tenants: []\n"
    write(tmp_path, {"dev": environment, "dev-more": HEAD + changed(*SOURCE, tenants)})
    (point,) = recorded(tmp_path, "dev-more", outputs(tmp_path)).of_type("aws:efs/accessPoint:AccessPoint")
    assert point.props["fileSystemId"] == "files-shared-file-system-id"


def test_a_tenant_with_a_key_of_its_own_shares_no_file_system(tmp_path: Path) -> None:
    tenant = changed(*SOURCE, DEV[DEV.index("  - name: iris") :])
    both = text(DRIVER, STORAGE, SOURCE) + tenant.replace("name: iris", "name: second")
    assert errors(tmp_path, both) == []
    said = "\n".join(errors(tmp_path, changed("tenant_stores: shared", "tenant_stores: own", both)))
    assert "tenants[0].data[0].file_system: iris has a key of its own (storage.tenant_stores), and shared is" in said
    assert "also second's; give it one of its own in storage.file_systems" in said
    assert "tenants[1].data[0].file_system: second has a key of its own" in said


def test_prod_keeps_copies_of_its_files(tmp_path: Path) -> None:
    without = changed("checkpoints: {}", "checkpoints: {backups: false}", PROD)
    assert any(
        "storage.file_systems.checkpoints.backups: prod: must be true" in e for e in errors(tmp_path, without, "prod")
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((DRIVER, SOURCE), "data[0].file_system: 'shared' is not declared (storage.file_systems: none)"),
        ((STORAGE,), "storage.file_systems: no pod can mount them; set cluster.storage_drivers.file_systems to true"),
        (
            (DRIVER, STORAGE, (SOURCE[0], "    data:\n      - {name: training, kind: efs}\n")),
            "kind efs needs file_system, or file_system_id and access_point_id of an existing one",
        ),
        (
            (
                DRIVER,
                STORAGE,
                (
                    SOURCE[0],
                    SOURCE[1].replace("file_system: shared", f"file_system: shared, file_system_id: fs-{'0' * 17}"),
                ),
            ),
            "file_system: gets an access point of its own; drop file_system_id and access_point_id",
        ),
        (
            (DRIVER, STORAGE, (SOURCE[0], SOURCE[1].replace("kind: efs", "kind: s3, path: x"))),
            "file_system: means nothing for kind s3, only for efs; drop it",
        ),
        (
            (DRIVER, ("storage:\n", "storage:\n  file_systems:\n    shared: {infrequent_access_days: 31}\n")),
            "storage.file_systems.shared.infrequent_access_days",
        ),
    ],
)
def test_a_mistake_is_answered_with_its_place_and_a_way_out(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    assert any(said in line for line in errors(tmp_path, text(*changes)))
