"""What controllers left behind is found by its tags, and removed once the cluster is gone."""

import json
from collections.abc import Callable, Generator
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from infra.cli import leftovers
from infra.cli.app import app
from infra.cli.console import CommandError
from infra.leftovers import kinds
from infra.orphans import Account
from tests.infra.leftover_things import leave
from tests.sandbox.aws.server.account import REGION, error, served

CLUSTER = "mlplatform-dev"


def by_region(account: object) -> Callable[[str], object]:
    """Stand in for the making of an account's clients, which takes longer than everything that they do here."""

    def make(_region: str) -> object:
        return account

    return make


def exists(_account: Account, _cluster: str) -> bool:
    return True


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Generator[Account]:
    with pytest.MonkeyPatch.context() as shell, served(tmp_path_factory.mktemp("aws")) as emulated:
        shell.delenv("AWS_PROFILE", raising=False)
        shell.setenv("AWS_ENDPOINT_URL", emulated.endpoint)
        for name in ("access_key_id", "secret_access_key", "session_token"):
            shell.setenv(f"AWS_{name.upper()}", emulated.credentials[name])
        account = Account(REGION)
        shell.setattr(leftovers, "Account", by_region(account))
        yield account


@pytest.fixture
def left(account: Account) -> Generator[dict[str, str]]:
    """One of each kind, by kind."""
    ec2 = account.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    zones = {"a": "10.0.0.0/24", "b": "10.0.1.0/24"}
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=REGION + zone)["Subnet"]["SubnetId"]
        for zone, cidr in zones.items()
    ]
    yield leave(account.client, CLUSTER, vpc, subnets)
    for kind in kinds.KINDS:
        kind.remove_all(account, CLUSTER)
    for subnet in subnets:
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)


def command(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, ["leftovers", *arguments], input=stdin)


def found(account: Account, cluster: str = CLUSTER) -> dict[str, str]:
    return {kind.name: " ".join(ids) for kind in kinds.KINDS if (ids := kind.find(account, cluster))}


def subnets_of(account: Account) -> list[Any]:
    return account.client("ec2").describe_subnets(Filters=[{"Name": "cidr", "Values": ["10.0.0.0/24"]}])["Subnets"]


def test_what_holds_on_to_the_network_is_listed_and_removed_once_that_is_agreed_to(
    account: Account, left: dict[str, str]
) -> None:
    assert command("dev", stdin="n\n").exit_code == 0
    assert command("dev").exit_code == 1  # nobody there to answer
    listed = json.loads(command("dev", "--json").stdout)
    assert [(one["kind"], one["id"]) for one in listed] == [
        (kind, i) for kind, ids in left.items() for i in ids.split()
    ]
    assert found(account) == left
    (subnet,) = subnets_of(account)
    with error("DependencyViolation"):
        account.client("ec2").delete_subnet(SubnetId=subnet["SubnetId"])
    assert command("dev", stdin="y\n").exit_code == 0
    assert found(account) == {}
    assert command("dev").stderr == "Nothing is left of cluster mlplatform-dev.\n"


def test_nothing_of_another_cluster_is_touched(account: Account, left: dict[str, str]) -> None:
    assert found(account, "mlplatform-test") == {}
    assert command("test", "--yes").exit_code == 0
    assert found(account) == left


def test_what_a_cluster_uses_is_not_left_over(
    account: Account, left: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "cluster_exists", exists)
    refused = command("dev", "--yes").exception
    assert isinstance(refused, CommandError)
    assert "still exists" in refused.what
    assert "pulumi destroy -s dev" in refused.fix
    assert not leftovers.removed("dev")
    assert found(account) == left


def test_down_removes_without_asking(account: Account, left: dict[str, str]) -> None:
    assert left
    assert leftovers.removed("dev")
    assert found(account) == {}
    assert not leftovers.removed("dev")


def test_another_account_is_refused(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere:
        def client(self, _service: str) -> Any:
            return self

        def get_caller_identity(self) -> dict[str, str]:
            return {"Account": "111122223333"}

    assert account
    monkeypatch.setattr(leftovers, "Account", by_region(Elsewhere()))
    refused = command("prod", "--yes").exception
    assert isinstance(refused, CommandError)
    assert "signed in to account 111122223333, but prod is in 123456789012" in refused.what
