"""What a tenant's pods run on: the data class's floor, and nothing below it."""

from pathlib import Path

import pytest

from tests.stacks.settings_text import changed, errors, load

GVISOR = "  sandboxed_runtime: {image_id: ami-0123456789abcdef0}\n  system_nodes:"


def classed(data_class: str, more: str = "") -> str:
    return changed(
        "data_class: public", f"data_class: {data_class}\n    {more}" if more else f"data_class: {data_class}"
    )


def with_gvisor(text: str) -> str:
    return changed("  system_nodes:", GVISOR, text)


@pytest.mark.parametrize(
    ("data_class", "runtime"), [("public", "shared"), ("internal", "shared"), ("confidential", "dedicated")]
)
def test_the_class_decides_the_runtime(tmp_path: Path, data_class: str, runtime: str) -> None:
    (tenant,) = load(tmp_path, classed(data_class)).tenants
    assert tenant.runs_on == runtime
    assert (tenant.machines is None) == (runtime == "shared")


def test_restricted_data_runs_in_a_sandboxed_runtime_on_nodes_of_its_own(tmp_path: Path) -> None:
    (tenant,) = load(tmp_path, with_gvisor(classed("restricted"))).tenants
    assert tenant.runs_on == "sandboxed"
    assert tenant.machines


def test_a_stronger_runtime_may_be_chosen(tmp_path: Path) -> None:
    (tenant,) = load(tmp_path, classed("public", "runtime: dedicated")).tenants
    assert tenant.machines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            classed("confidential", "runtime: shared"),
            "tenants[0].runtime: shared is less than confidential data needs (dedicated); drop it, or choose",
        ),
        (
            with_gvisor(classed("restricted", "runtime: dedicated")),
            "tenants[0].runtime: dedicated is less than restricted data needs (sandboxed); drop it, or choose",
        ),
        (
            classed("restricted"),
            "tenants[0].runtime: sandboxed (restricted data needs it) is not set up; name",
        ),
        (classed("public", "runtime: sandboxed"), "tenants[0].runtime: sandboxed is not set up; name the runtime in"),
        (
            changed(
                "cpu: 500m",
                "cpu: 500m\n      gpus: 1\n      pool: gpu",
                with_gvisor(classed("public", "runtime: sandboxed")),
            ),
            "tenants[0].runtime: a sandboxed runtime has no GPUs; choose dedicated",
        ),
        (
            changed("memory: 1Gi", "memory: 60Gi", classed("confidential")),
            "tenants[0].model: a replica with 500m CPUs and 60Gi is larger than the largest node of a tenant's own",
        ),
        (
            changed("  gpu:", "  tenant-x:"),
            "node_pools.tenant-x: names that begin with tenant- are those of tenants' own",
        ),
        (
            changed("image_id: ami-0123456789abcdef0", "image_id: ami-1", with_gvisor(classed("restricted"))),
            "'ami-1' is not the id of a machine image",
        ),
        (classed("public", "runtime: fast"), "tenants[0].runtime"),
    ],
)
def test_what_cannot_hold_is_refused_with_the_way_out(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(errors(tmp_path, text))
