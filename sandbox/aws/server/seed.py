"""The account's first principal: a role with all rights, in a session whose credentials go to a file."""

import json
from pathlib import Path

from moto.core.models import DEFAULT_ACCOUNT_ID

from sandbox.aws.server.identity import ANY_REGION
from sandbox.aws.server.moto_server import backend
from sandbox.private_files import write_private

ROLE = "sandbox-deployer"
SESSION = "sandbox"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def seed(state: Path) -> None:
    """Create the role, assume it and write `credentials.json`."""
    iam, sts = backend("iam", DEFAULT_ACCOUNT_ID, ANY_REGION), backend("sts", DEFAULT_ACCOUNT_ID, ANY_REGION)
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:root"},
                "Action": ["sts:AssumeRole", "sts:TagSession"],
            }
        ],
    }
    role = iam.create_role(ROLE, json.dumps(trust), "/", None, "Deploys stacks into the sandbox.", [], "43200")
    iam.attach_role_policy(ADMINISTRATOR, ROLE)
    session = sts.assume_role(ANY_REGION, SESSION, role.arn, None, 43200, None)
    credentials = {
        "access_key_id": session.access_key_id,
        "secret_access_key": session.secret_access_key,
        "session_token": session.session_token,
        "account_id": DEFAULT_ACCOUNT_ID,
        "role_arn": role.arn,
    }
    write_private(state / "credentials.json", json.dumps(credentials, indent=2))
