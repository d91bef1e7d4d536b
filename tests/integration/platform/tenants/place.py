"""The eight tenants as their settings say, and where the tests deploy them."""

from pathlib import Path
from typing import Any

from components import pool_placement
from components.pool_placement import TENANT as OWN
from stacks import settings
from stacks.model import TenantFile
from stacks.reading import checked_file
from tests.integration.platform.checkout import ROOT

STACK = "dev-eight"
_FILE = Path(__file__).with_name("eight.yaml")
# What dev's own settings have to have for them.
_DEV = {
    "  system_nodes:\n": "  sandboxed_runtime: {image_id: ami-0123456789abcdef0}\n  system_nodes:\n",
    "teams:\n": "teams:\n  research: {}\n",
    "node_pools:\n": "services:\n"
    "  feature-store: {description: x, namespace: feast, labels: {app: feast}, ports: [6566]}\n"
    "node_pools:\n",
}
_seven = checked_file.read(_FILE, _FILE.name, TenantFile).content
TENANTS = {one.name: one for one in (*settings.load("dev").tenants, *(_seven.tenants if _seven else ()))}
SHARED = [name for name, one in TENANTS.items() if one.runs_on == "shared"]
WALLED = [name for name, one in TENANTS.items() if one.runs_on != "shared"]


def join(directory: Path) -> None:
    """Write their settings beside dev's."""
    file = directory / "dev.yaml"
    text = file.read_text()
    for before, after in _DEV.items():
        text = text.replace(before, after)
    file.write_text(text)
    (directory / f"{STACK}.yaml").write_text(_FILE.read_text())
    (directory / f"Pulumi.{STACK}.yaml").write_text((ROOT / "stacks" / "Pulumi.dev.yaml").read_text())


def placed(name: str, **spec: Any) -> dict[str, Any]:
    """What a pod of this tenant says to be where it belongs."""
    if name in SHARED:
        return spec
    pool = pool_placement.own_pool(name)
    walls = {"runtimeClassName": "gvisor"} if TENANTS[name].runs_on == "sandboxed" else {}
    own = {"nodeSelector": {OWN: name}, "tolerations": pool_placement.tolerations(pool, name, gpus=False)}
    return {**own, **walls, **spec}
