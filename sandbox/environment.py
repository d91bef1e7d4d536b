"""The environment in which the plain commands (pulumi, kubectl, helm, aws) work on the sandbox, and on nothing else."""

import os
import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from sandbox.errors import SandboxError
from sandbox.layout import Layout
from sandbox.private_files import write_private
from sandbox.report import Record, load

REGION = "eu-west-1"
# Credentials, profiles, roles and endpoints of a real account: none of these may reach a command of the sandbox.
FOREIGN_PREFIX = "AWS_"
FOREIGN = ("BOTO_CONFIG", "PULUMI_ACCESS_TOKEN", "PULUMI_API", "PULUMI_CONFIG_PASSPHRASE")
LOOPBACK = "127.0.0.1,localhost"


class Credentials(BaseModel):
    """What the AWS server writes for its account's deployer."""

    access_key_id: str
    secret_access_key: str
    session_token: str


def variables(root: Path, current: Mapping[str, str] = os.environ) -> dict[str, str | None]:
    """Return what to set in the environment `current`, and with None what to unset.

    Raises:
        SandboxError: the sandbox is not running.
    """
    layout = Layout(root.resolve())
    own = _own(layout)
    path = [*map(str, _path(layout)), *_without(current.get("PATH", ""), _path(layout))]
    return {
        **dict.fromkeys(foreign(current)),
        **own,
        "PATH": os.pathsep.join(path),
        # A proxy cannot reach this machine's loopback.
        **{name: _with_loopback(current.get(name, "")) for name in ("NO_PROXY", "no_proxy")},
    }


def clean(current: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment without anything that belongs to a real account or cluster."""
    dropped = {*foreign(current), "KUBECONFIG"}
    return {name: value for name, value in current.items() if name not in dropped}


def foreign(current: Iterable[str]) -> list[str]:
    """Return the names of variables that could lead to a real account."""
    return sorted({*FOREIGN, *(name for name in current if name.startswith(FOREIGN_PREFIX))})


def write(root: Path) -> None:
    """Write `.sandbox/env`, for `. .sandbox/env` in any POSIX shell."""
    layout = Layout(root.resolve())
    folders = os.pathsep.join(map(str, _path(layout)))
    lines = [
        "# Written by the sandbox; source it: . .sandbox/env",
        "# First forget every variable that could lead to a real account.",
        "for name in $(env | sed -n 's/^\\(AWS_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset \"$name\"; done",
        f"unset name {' '.join(FOREIGN)}",
        *(f"export {name}={shlex.quote(value)}" for name, value in _own(layout).items()),
        f"case :$PATH: in {shlex.quote(f':{folders}:')}*) ;; *) export PATH={shlex.quote(folders)}:$PATH ;; esac",
        *(
            f"case ${{{name}:-}} in {LOOPBACK}*) ;; *) export {name}={LOOPBACK}${{{name}:+,${name}}} ;; esac"
            for name in ("NO_PROXY", "no_proxy")
        ),
        "",
    ]
    write_private(layout.environment, "\n".join(lines))
    write_private(layout.aws / "config", f"[default]\nregion = {REGION}\n")
    write_private(layout.aws / "credentials", "")


def _own(layout: Layout) -> dict[str, str]:
    keys, record = credentials(layout), load(layout.record, Record)
    if keys is None or record is None:
        raise SandboxError("The sandbox is not running.", fix="Start it: `make up`.")
    helm, pack = layout.state / "helm", layout.root / "policies"
    return {
        "MLPLATFORM_SANDBOX": str(layout.state),
        "PULUMI_HOME": str(layout.pulumi_home),
        # Without metadata files beside the state: they are not written in one piece, and an engine that is killed while
        # it writes one leaves a stack that cannot be read ("failed to load checkpoint: EOF").
        "PULUMI_BACKEND_URL": f"{layout.pulumi_backend.as_uri()}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(layout.passphrase),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        # A plain preview runs the policy pack too.
        **({"PULUMI_OPTION_POLICY_PACK": str(pack)} if pack.exists() else {}),
        # gRPC tells of every connection that ends, as they all do at the end of a run.
        "GRPC_VERBOSITY": "ERROR",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{record.ports['aws']}",
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
        "AWS_SESSION_TOKEN": keys.session_token,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": str(layout.aws / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(layout.aws / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "KUBECONFIG": str(layout.admin_kubeconfig),
        "KUBECACHEDIR": str(layout.kubernetes / "cache"),
        "HELM_CACHE_HOME": str(helm / "cache"),
        "HELM_CONFIG_HOME": str(helm / "config"),
        "HELM_DATA_HOME": str(helm / "data"),
    }


def credentials(layout: Layout) -> Credentials | None:
    """Return the deployer's credentials; None before there is an account."""
    try:
        return Credentials.model_validate_json((layout.aws / "credentials.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _path(layout: Layout) -> tuple[Path, Path]:
    return layout.bin, Path(sys.executable).parent


def _without(path: str, folders: Iterable[Path]) -> list[str]:
    ours = set(map(str, folders))
    return [folder for folder in path.split(os.pathsep) if folder and folder not in ours]


def _with_loopback(hosts: str) -> str:
    return hosts if hosts.startswith(LOOPBACK) else ",".join(filter(None, (LOOPBACK, hosts)))
