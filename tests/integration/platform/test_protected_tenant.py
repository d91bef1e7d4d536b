"""A tenant whose things are protected does not go by a slip of the settings file."""

import sys

from tests.integration.platform.checkout import Checkout


def test_a_protected_tenant_leaves_its_stack_only_after_its_name_was_said(dev: Checkout) -> None:
    name = dev.settings("dev")["tenants"][0]["name"]
    file = dev.root / "stacks" / "dev.yaml"
    text = file.read_text()
    (repository,) = (one["urn"] for one in dev.state() if one["urn"].endswith(f"::tenant-{name}-images-repository"))
    preview = ("env", "-u", "PULUMI_OPTION_POLICY_PACK", "pulumi", "preview", "--stack", "dev", "--non-interactive")
    remove = (sys.executable, "-m", "infra.cli", "tenants", "remove", name, "--env", "dev", "--yes")
    dev.command("pulumi", "state", "protect", repository, "--stack", "dev", "--yes")
    file.write_text(text.replace(f"- name: {name}", "- name: renamed"))
    try:
        refused = dev.command(*preview, check=False)
        assert refused.returncode
        assert f"tenant-{name}-images-repository" in refused.stdout.partition("because it is protected")[0]
        assert dev.command(*remove, "renamed", check=False).returncode == 2
        assert [one["urn"] for one in dev.state() if one.get("protect")] == [repository]
        dev.command(*remove, name)
        assert "delete" in dev.command(*preview).stdout
    finally:
        file.write_text(text)
