"""Who an access key belongs to."""

from dataclasses import dataclass

from sandbox.aws.server.moto_server import backend

# IAM and STS have no regions; any region names the partition.
ANY_REGION = "us-east-1"


@dataclass(frozen=True)
class Identity:
    """A caller: an IAM user, or a role in a session."""

    account: str
    arn: str
    """What GetCallerIdentity answers."""
    principal_arn: str
    """The user or the role, as policies and access entries name it."""
    unique_id: str
    session_name: str
    secret_access_key: str


def caller(account: str, access_key_id: str) -> Identity | None:
    """Return the owner of an access key; None for a key that this account never gave out."""
    role = backend("sts", account, ANY_REGION).get_assumed_role_from_access_key(access_key_id)
    if role:
        unique_id = role.user_id.split(":", 1)[0]
        return Identity(account, role.arn, role.role_arn, unique_id, role.session_name, role.secret_access_key)
    user = backend("iam", account, ANY_REGION).get_user_from_access_key_id(access_key_id)
    if user is None:
        return None
    secret = next(key.secret_access_key for key in user.access_keys if key.access_key_id == access_key_id)
    return Identity(account, user.arn, user.arn, user.id, "", secret)
