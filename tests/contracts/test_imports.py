"""One direction: settings, wiring, components, provider resources; policies see only resources."""

from pathlib import Path

import pytest

from tests.contracts.source import ROOT, imports_of

FORBIDDEN = {
    # part of the source: what it must never import
    "components": (
        "stacks",
        "infra",
        "policies",
        "sandbox",
        "boto3",
        "botocore",
        "os",
        "time",
        "datetime",
        "pulumi.Config",
    ),
    "stacks": ("infra", "policies", "sandbox", "boto3", "os", "time", "datetime"),
    "infra/__main__.py": ("sandbox", "policies"),
    "infra/preflight.py": ("sandbox", "policies", "components", "pulumi"),
    "infra/cluster_preflight.py": ("sandbox", "policies", "pulumi"),
    "infra/made_vpc.py": ("sandbox", "policies", "pulumi"),
    "policies": ("components", "stacks", "infra", "sandbox"),
    "reachability": ("components", "stacks", "infra", "sandbox", "policies", "boto3", "pulumi", "os"),
}
PURE = (
    # modules of components that settings and tests read without Pulumi
    "accelerators", "general_purpose", "names", "subnets", "versions", "iam_documents", "endpoint_policies",
    "karpenter_permissions", "pod_security", "volume_permissions",
)  # fmt: skip


def files() -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    for part in FORBIDDEN:
        place = ROOT / part
        found += [(part, file) for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    return found


@pytest.mark.parametrize(("part", "file"), files(), ids=lambda value: str(value).removeprefix(f"{ROOT}/"))
def test_each_part_imports_only_what_lies_below_it(part: str, file: Path) -> None:
    for imported in imports_of(file):
        for forbidden in FORBIDDEN[part]:
            assert not f"{imported}.".startswith(f"{forbidden}."), f"{file} imports {imported}"


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_import_no_pulumi(module: str) -> None:
    assert not [name for name in imports_of(ROOT / "components" / f"{module}.py") if name.startswith("pulumi")]


def test_only_the_sandbox_its_tests_and_the_command_line_know_the_sandbox() -> None:
    for part in ("components", "stacks", "policies"):
        for file in sorted((ROOT / part).rglob("*.py")):
            # `sandboxed` is a runtime of pods.
            assert "sandbox" not in file.read_text(encoding="utf-8").lower().replace("sandboxed", ""), file
