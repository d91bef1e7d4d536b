"""`mlplatform leftovers`: what keeps the network of a destroyed cluster from going, found and removed."""

import typer
from botocore.exceptions import BotoCoreError, ClientError, WaiterError
from rich.table import Table

from infra.cli.console import CommandError, output, print_json, progress, step
from infra.cli.settings import check_environment
from infra.leftovers.kinds import KINDS, cluster_exists
from infra.orphans import Account
from stacks.model import Settings


def show_and_remove(environment: str, *, yes: bool, as_json: bool) -> None:
    """List what the cluster's controllers left in the account of this shell, and remove it once that is agreed to.

    Raises:
        CommandError: the cluster still exists, it is another account, or AWS said no.
    """
    settings = check_environment(environment)
    account = Account(settings.region)
    try:
        cluster = _cluster(settings, account)
        if cluster_exists(account, cluster):
            raise CommandError(
                f"cluster {cluster} still exists, and its controllers use what they made",
                fix=f"`pulumi destroy -s {environment}`; while that waits for subnets or the VPC, run this beside it",
            )
        found = [(kind, one) for kind in KINDS for one in kind.find(account, cluster)]
        if as_json:
            print_json([{"kind": kind.name, "maker": kind.maker, "id": one} for kind, one in found])
        elif found:
            table = Table("kind", "made by", "id", box=None)
            for kind, one in found:
                table.add_row(kind.name, kind.maker, one)
            output.print(table)
        else:
            progress.print(f"Nothing is left of cluster {cluster}.")
        if found and (yes or (not as_json and typer.confirm("Remove all of them?", err=True))):
            _remove(account, cluster)
    except (BotoCoreError, ClientError, WaiterError) as error:
        raise CommandError(str(error), fix="sign in to AWS as somebody who may do this, and try again") from error


def removed(environment: str) -> bool:
    """Remove what is left of an environment's cluster that is gone; False if nothing was."""
    settings = check_environment(environment)
    account = Account(settings.region)
    cluster = _cluster(settings, account)
    return not cluster_exists(account, cluster) and _remove(account, cluster) > 0


def _cluster(settings: Settings, account: Account) -> str:
    account_id: str = account.client("sts").get_caller_identity()["Account"]
    if settings.account_id not in (None, account_id):
        raise CommandError(
            f"this shell is signed in to account {account_id}, but {settings.environment} is in {settings.account_id}",
            fix="sign in to the right account",
        )
    return settings.cluster_name


def _remove(account: Account, cluster: str) -> int:
    count = 0
    for kind in KINDS:
        if kind.find(account, cluster):
            with step(f"Removing {kind.name}s") as current:
                gone = kind.remove_all(account, cluster)
                current.result = f"{', '.join(gone)},"
                count += len(gone)
    return count
