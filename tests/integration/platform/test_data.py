"""The job of docs/data.md before the real API server, with its data in S3 and in HDFS."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from stacks import platform
from tests.integration.platform.checkout import ROOT, Checkout
from tests.recording import record
from tests.stacks.settings_text import DEV, changed, load

TENANT = "iris"
S3 = "kind: s3 # s3 | s3-mount | efs | fsx-lustre | hdfs"
HDFS = "kind: hdfs\n        name_node: namenode.example.com\n        cidrs: [10.90.4.0/24]"
KINDS = ("v1:ConfigMap", "networking.k8s.io/v1:NetworkPolicy")
APPLY = ("apply", "--server-side", "--force-conflicts", "--filename=-")


def job() -> dict[str, Any]:
    """The page's job."""
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    (text,) = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "kind: Job" in block]
    return yaml.safe_load(text)


def declared(directory: Path, kind: str) -> dict[str, Any]:
    """What dev declares in the tenant's namespace for its data, if they are of this kind."""
    settings = load(directory, changed(S3, kind))
    recorded = record(lambda: platform.deploy(settings), preview=False).resources
    items = [
        {"apiVersion": one.type.rpartition(":")[0].removeprefix("kubernetes:").removeprefix("core/"), **one.props}
        for one in recorded
        if one.type.endswith(KINDS) and "data-measurements" in one.props["metadata"]["name"]
    ]
    return {"apiVersion": "v1", "kind": "List", "items": items}


@pytest.fixture
def cleaned(dev: Checkout, tmp_path: Path) -> Iterator[Checkout]:
    yield dev
    dev.kubectl("delete", "-n", TENANT, "--ignore-not-found", "networkpolicy/to-data-measurements")
    dev.kubectl(*APPLY, manifest=declared(tmp_path, S3))


@pytest.mark.parametrize("kind", [S3, HDFS], ids=["S3", "HDFS"])
def test_the_same_job_runs_with_its_data_in(kind: str, cleaned: Checkout, tmp_path: Path) -> None:
    manifest = job()
    name, image = f"job/{manifest['metadata']['name']}", manifest["spec"]["template"]["spec"]["containers"][0]["image"]
    cleaned.kubectl(*APPLY, manifest=declared(tmp_path, kind))
    variables = cleaned.objects("configmaps", "-n", TENANT, "--field-selector=metadata.name=data-measurements")
    assert variables[0]["data"]["DATA_URI"].startswith("s3://" if kind is S3 else "hdfs://")
    flows = cleaned.objects("networkpolicies", "-n", TENANT, "--field-selector=metadata.name=to-data-measurements")
    assert len(flows) == (0 if kind is S3 else 1)
    try:
        said = cleaned.kubectl("create", "--filename=-", check=False, manifest=manifest)
        assert "Warning" not in said, said
        cleaned.kubectl("wait", "-n", TENANT, name, "--for=condition=Complete", "--timeout=60s")
        (pod,) = cleaned.objects("pods", "-n", TENANT, f"--selector=job-name={manifest['metadata']['name']}")
        assert pod["spec"]["containers"][0]["image"] == image
    finally:
        cleaned.kubectl("delete", "-n", TENANT, "--ignore-not-found", "--cascade=foreground", name)


def test_the_pages_job_uses_the_contract() -> None:
    (container,) = job()["spec"]["template"]["spec"]["containers"]
    assert container["envFrom"] == [{"configMapRef": {"name": "data-measurements"}}]
    assert container["volumeMounts"] == [{"name": "data-measurements", "mountPath": "/data/measurements"}]
    assert DEV.count(S3) == 1
