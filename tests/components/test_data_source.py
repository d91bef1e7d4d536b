"""Data sources: the same words for every kind, and no more access than the source needs."""

from typing import Any, cast

import pytest

from components import data_contract, data_volumes, tenant_data
from components.data_contract import KINDS, MOUNTED
from components.tenant import Tenant
from components.tenant_data import TenantData
from tests.components.support import named, record_component
from tests.components.tenants import ARGS
from tests.recording import Recording


def s3(*, access: str = "read", mounted: bool = False) -> TenantData:
    return tenant_data.s3(
        tenant="iris",
        name="flowers",
        bucket="models",
        prefix="iris/flowers/",
        region="eu-west-1",
        access=access,
        data_format="parquet",
        key_arn="arn:key",
        mounted=mounted,
    )


def hdfs(namespace: str | None = None) -> TenantData:
    return tenant_data.hdfs(
        name="flowers",
        name_node="namenode.example.com",
        port=8020,
        path="flowers",
        access="read",
        data_format="parquet",
        cidrs=["10.9.0.0/24"],
        namespace=namespace,
    )


def file_system(kind: str) -> TenantData:
    efs = data_volumes.efs("fs-1::fsap-1")
    volume = efs if kind == "efs" else data_volumes.fsx_lustre("fs-1", "fs-1.fsx.example.com", "abcdef01")
    return tenant_data.file_system(
        name="flowers", kind=kind, address="fs-1", volume=volume, access="read", data_format="parquet"
    )


def of(kind: str) -> TenantData:
    if kind == "hdfs":
        return hdfs()
    return s3(mounted=kind == "s3-mount") if kind.startswith("s3") else file_system(kind)


def tenant(source: TenantData) -> Recording:
    model = {**ARGS["model"], "data": ["flowers"]}
    args = cast("Any", {**ARGS, "data": [source], "model": model})
    return record_component(lambda opts: Tenant("tenant", args, opts))


def one(recording: Recording, kind: str) -> Any:
    (found,) = named(recording, kind).values()
    return found


def predictor(recording: Recording) -> Any:
    return recording.named("tenant-model-inference-service").props["spec"]["predictor"]


def policies(recording: Recording) -> dict[str, Any]:
    return {each["metadata"]["name"]: each["spec"] for each in named(recording, "NetworkPolicy").values()}


@pytest.fixture(scope="module")
def recorded() -> dict[str, Recording]:
    return {kind: tenant(of(kind)) for kind in KINDS}


def test_every_kind_gives_a_container_the_same(recorded: dict[str, Recording]) -> None:
    containers = [predictor(recording)["model"] for recording in recorded.values()]
    assert all(container == containers[0] for container in containers)
    assert containers[0]["envFrom"] == [{"configMapRef": {"name": "data-flowers"}}]
    assert {"name": "data-flowers", "mountPath": "/data/flowers"} in containers[0]["volumeMounts"]


def test_every_kind_gives_the_same_variables(recorded: dict[str, Recording]) -> None:
    variables = {kind: one(recording, "ConfigMap")["data"] for kind, recording in recorded.items()}
    assert len({frozenset(each) for each in variables.values()}) == 1
    assert variables["s3"] == {
        "DATA_KIND": "s3",
        "DATA_URI": "s3://models/iris/flowers/",
        "DATA_PATH": "/data/flowers",
        "DATA_FORMAT": "parquet",
        "DATA_ACCESS": "read",
        "HADOOP_USER_NAME": "iris",
    }
    assert variables["hdfs"]["DATA_URI"] == "hdfs://namenode.example.com:8020/flowers/"
    assert all(variables[kind]["DATA_URI"] == "file:///data/flowers/" for kind in MOUNTED)


def test_s3_and_hdfs_differ_in_nothing_but_their_variables_and_the_way_there(recorded: dict[str, Recording]) -> None:
    assert predictor(recorded["s3"]) == predictor(recorded["hdfs"])
    assert policies(recorded["hdfs"]).keys() - policies(recorded["s3"]).keys() == {"to-data-flowers"}


def test_only_hdfs_opens_the_firewall_and_only_to_its_nodes_and_ports(recorded: dict[str, Recording]) -> None:
    assert [kind for kind in KINDS if "to-data-flowers" in policies(recorded[kind])] == ["hdfs"]
    (rule,) = policies(recorded["hdfs"])["to-data-flowers"]["egress"]
    assert rule["to"] == [{"ipBlock": {"cidr": "10.9.0.0/24"}}]
    assert [(port["protocol"], port["port"]) for port in rule["ports"]] == [("TCP", 8020), ("TCP", 9866), ("TCP", 9867)]


def test_hdfs_in_the_cluster_is_reached_by_its_pods_labels() -> None:
    (rule,) = policies(tenant(hdfs("hadoop")))["to-data-flowers"]["egress"]
    assert rule["to"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "hadoop"}},
            "podSelector": {"matchLabels": {"app.kubernetes.io/name": "hdfs"}},
        }
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_and_room_for_it_exist_for_mounted_kinds_only(recorded: dict[str, Recording], kind: str) -> None:
    claims = named(recorded[kind], "PersistentVolumeClaim")
    quota = recorded[kind].named("tenant-limits-quota").props["spec"]["hard"]["persistentvolumeclaims"]
    assert (len(claims), quota) == ((1, "1") if kind in MOUNTED else (0, "0"))


@pytest.mark.parametrize("kind", MOUNTED)
def test_a_volume_is_read_only_kept_and_for_one_claim(recorded: dict[str, Recording], kind: str) -> None:
    volume, claim = one(recorded[kind], "PersistentVolume"), one(recorded[kind], "PersistentVolumeClaim")
    assert volume["spec"]["csi"]["readOnly"] is True
    assert volume["spec"]["accessModes"] == claim["spec"]["accessModes"] == ["ReadOnlyMany"]
    assert volume["spec"]["persistentVolumeReclaimPolicy"] == "Retain"
    assert volume["spec"]["claimRef"] == {"namespace": "iris", "name": claim["metadata"]["name"]}
    assert claim["spec"]["volumeName"] == volume["metadata"]["name"]


def test_a_mounted_bucket_is_read_with_the_pods_own_credentials_below_the_prefix(
    recorded: dict[str, Recording],
) -> None:
    spec = one(recorded["s3-mount"], "PersistentVolume")["spec"]
    assert spec["csi"]["volumeAttributes"] == {"bucketName": "models", "authenticationSource": "pod"}
    assert {"prefix iris/flowers/", "read-only", "allow-other"} <= set(spec["mountOptions"])
    writable = one(tenant(s3(access="read-write", mounted=True)), "PersistentVolume")["spec"]
    assert "read-only" not in writable["mountOptions"]
    assert writable["csi"]["readOnly"] is False


def test_efs_is_mounted_by_its_access_point_over_tls(recorded: dict[str, Recording]) -> None:
    spec = one(recorded["efs"], "PersistentVolume")["spec"]
    assert spec["csi"]["volumeHandle"] == "fs-1::fsap-1"
    assert spec["mountOptions"] == ["tls", "iam"]


@pytest.mark.parametrize("kind", KINDS)
def test_reading_grants_no_writing(recorded: dict[str, Recording], kind: str) -> None:
    assert "s3:PutObject" not in recorded[kind].named("tenant-identity-data").props["policy"]


def test_writing_is_granted_below_the_sources_own_prefix() -> None:
    policy = tenant(s3(access="read-write")).named("tenant-identity-data").props["policy"]
    assert '"Sid": "WriteOwnObjects"' in policy
    assert '"Resource": ["arn:aws:s3:::models/iris/flowers/*"]' in policy


def test_further_sources_of_a_container_have_their_names_before_their_variables() -> None:
    first, second = data_contract.container(["flowers", "soil-types"])["envFrom"]
    assert "prefix" not in first
    assert second["prefix"] == "SOIL_TYPES_"
