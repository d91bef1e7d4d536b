"""Tenant stacks: a tenant is the same in every stack, and never ahead of its environment."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from components.tenant import TenantArgs
from stacks import settings
from stacks.model import Settings
from stacks.wiring.account import sign_in
from stacks.wiring.tenant_args import tenant_args
from stacks.wiring.tenant_base import TenantBase, checked
from tests.recording import RecordedResource, record
from tests.stacks.settings_text import DEV, changed
from tests.stacks.tenant_files import HEAD, TENANT, deployed, outputs, recorded, split, write


def of_tenant(resources: list[RecordedResource], stack: str) -> dict[str, dict[str, Any]]:
    """Everything that is asked for below a Tenant, by URN without the stack."""
    return {
        one.urn.replace(f"urn:pulumi:{stack}::", ""): one.props
        for one in resources
        if "mlplatform:index:Tenant$" in one.urn or one.type == "mlplatform:index:Tenant"
    }


def arguments(chosen: Settings) -> dict[str, TenantArgs]:
    """What each tenant is made from, with an environment's answers in plain text."""
    made: dict[str, TenantArgs] = {}

    def program() -> None:
        account = sign_in(chosen)
        base: Any = SimpleNamespace(**{field.name: field.name for field in fields(TenantBase)})
        made.update((one.name, tenant_args(one, chosen, account, base)) for one in chosen.tenants)

    record(program, preview=False)
    return made


def test_a_tenant_is_the_same_in_every_stack(tmp_path: Path) -> None:
    (together := tmp_path / "together").mkdir()
    (apart := tmp_path / "apart").mkdir()
    write(together, {"dev": DEV})
    write(apart, {"dev": DEV[: DEV.index("tenants:")] + "tenants: []\n", "dev-fraud": HEAD + TENANT})
    environment = outputs(apart)
    before = of_tenant(recorded(together, "dev", {}).resources, "dev")
    after = of_tenant(recorded(apart, "dev-fraud", environment).resources, "dev-fraud")
    assert len(before) > 15
    assert after == before
    assert of_tenant(recorded(apart, "dev", {}).resources, "dev") == {}


def test_a_tenant_stack_makes_nothing_but_its_tenants(tmp_path: Path) -> None:
    split(tmp_path, fraud=["fraud-a", "fraud-b"])
    declared = recorded(tmp_path, "dev-fraud", outputs(tmp_path)).resources
    others = {one.type for one in declared if "Tenant" not in one.urn}
    assert others == {"pulumi:providers:aws", "pulumi:providers:kubernetes"}
    assert [one.name for one in declared if one.type == "mlplatform:index:Tenant"] == [
        "tenant-fraud-a",
        "tenant-fraud-b",
    ]


def test_one_more_tenant_changes_no_other(tmp_path: Path) -> None:
    names = [f"fraud-{number}" for number in range(2)]
    platform, environment = deployed(split(tmp_path, fraud=names))
    before = of_tenant(recorded(tmp_path, "dev-fraud", environment).resources, "dev-fraud")
    split(tmp_path, fraud=[*names, "another"])
    assert deployed(tmp_path) == (platform, environment)
    after = of_tenant(recorded(tmp_path, "dev-fraud", environment).resources, "dev-fraud")
    assert {urn: after.get(urn) for urn in before} == before
    assert all("tenant-another" in urn for urn in after.keys() - before.keys())
    assert len(after) - len(before) == len(before) // 2


def test_none_of_a_hundred_tenants_is_made_from_what_the_others_say() -> None:
    """A tenant is a function of its arguments; that it is, the test above tries, and this one needs no engine."""
    dev = settings.load("dev")
    hundred = [dev.tenants[0].model_copy(update={"name": f"fraud-{number}"}) for number in range(100)]
    made = [arguments(dev.model_copy(update={"tenants": tuple(chosen)})) for chosen in (hundred[:-1], hundred)]
    assert {**made[1], "fraud-99": None} == {**made[0], "fraud-99": None}
    assert len(made[1]) == 100


def test_a_renamed_tenant_is_a_new_one_beside_the_end_of_the_old(tmp_path: Path) -> None:
    environment = outputs(split(tmp_path, fraud=["kept", "old"]))
    before = recorded(tmp_path, "dev-fraud", environment).resources
    split(tmp_path, fraud=["kept", "new"])
    after = recorded(tmp_path, "dev-fraud", environment).resources
    ended, begun = (
        {one.urn for one in some} - {one.urn for one in others} for some, others in ((before, after), (after, before))
    )
    assert begun == {urn.replace("tenant-old", "tenant-new") for urn in ended}
    assert len(ended) == len(of_tenant(before, "dev-fraud")) / 2
    # No alias, so no state of the old one is taken over, and its data is not renamed.
    assert not [one.urn for one in after if "old" in " ".join(one.options.aliases)]


def test_both_stacks_reach_the_account_and_the_cluster_alike(tmp_path: Path) -> None:
    """Pulumi moves nothing between stacks whose providers differ."""
    split(tmp_path, fraud=["fraud-a"])
    stacks = [recorded(tmp_path, "dev", {}), recorded(tmp_path, "dev-fraud", outputs(tmp_path))]
    for provider in ("aws", "kubernetes"):
        one, other = (stack.named(provider).props for stack in stacks)
        assert one == other


def test_what_tenant_stacks_read_is_complete_and_holds_no_secret(tmp_path: Path) -> None:
    base = outputs(split(tmp_path, fraud=["fraud-a"]))["tenant_base"]
    assert base.keys() == {"facts", *(field.name for field in fields(TenantBase))}
    assert {name for name, value in base.items() if not value} == {"replica_key_arn", "file_system_ids"}, "dev has none"
    user = json.loads(base["kubeconfig"])["users"][0]["user"]
    assert user.keys() == {"exec"}


def test_a_sandboxed_runtime_that_the_environment_does_not_offer_yet_is_named(tmp_path: Path) -> None:
    before = outputs(split(tmp_path, fraud=["fraud-a"]))["tenant_base"]["facts"]
    offered = "  sandboxed_runtime: {image_id: ami-0123456789abcdef0}\n  system_nodes:"
    (tmp_path / "dev.yaml").write_text(changed("  system_nodes:", offered), encoding="utf-8")
    after = outputs(tmp_path)["tenant_base"]["facts"]
    with pytest.raises(pulumi.RunError, match=r"sandboxed_runtime: none there, gvisor \(runsc\) here"):
        checked({"tenant_base": BASE | {"facts": before}}, after, "dev")


FACTS = {"account_id": "123456789012", "cluster_version": "1.36"}
BASE: dict[str, Any] = {field.name: "arn" for field in fields(TenantBase)} | {"facts": FACTS}


def test_the_base_of_an_environment_that_is_what_its_settings_say_is_taken() -> None:
    assert checked({"tenant_base": BASE}, FACTS, "dev") == BASE


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        (None, "The stack dev is not deployed; deploy dev first."),
        ({}, "The stack dev is not deployed; deploy dev first."),
        ({"vpc_id": "vpc-1"}, "The stack dev has no output tenant_base, so an older version deployed it"),
        (
            {"tenant_base": {key: value for key, value in BASE.items() if key != "data_key_arn"}},
            "tenant_base.data_key_arn: missing; an older version deployed it",
        ),
        (
            {"tenant_base": BASE | {"facts": FACTS | {"account_id": "999999999999"}}},
            "account_id: 999999999999 there, 123456789012 here",
        ),
        (
            {"tenant_base": BASE | {"facts": {"account_id": "123456789012"}}},
            "cluster_version: missing there, 1.36 here",
        ),
    ],
)
def test_an_environment_that_is_not_what_its_settings_say_is_named(
    outputs: Mapping[str, Any] | None, expected: str
) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        checked(outputs, FACTS, "dev")
    assert expected in str(caught.value)
    assert str(caught.value).lower().endswith("deploy dev first.")
