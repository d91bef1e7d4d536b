"""Examples for the policies on secrets, parameters, topics and file systems."""

import json

from policies.efs import (
    access_point_enforced,
    file_system_backup,
    file_system_encryption,
    file_system_require_tls,
)
from policies.secretsmanager import secret_encryption, secret_rotation
from policies.sns import topic_encryption
from policies.ssm import parameter_encryption
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def _secret(name: str = "token", **props: object) -> Given:
    return Given("aws:secretsmanager/secret:Secret", {"name": name, **props}, name)


def _rotation(of: str = "token", **props: object) -> Given:
    token = "aws:secretsmanager/secretRotation:SecretRotation"
    return Given(token, {"secretId": UNKNOWN, **props}, f"of-{of}", {"secretId": [of]})


def _parameter(**props: object) -> Given:
    return Given("aws:ssm/parameter:Parameter", props, "parameter")


def _topic(**props: object) -> Given:
    return Given("aws:sns/topic:Topic", props, "topic")


def _files(**props: object) -> Given:
    return Given("aws:efs/fileSystem:FileSystem", props, "files")


def _point(**props: object) -> Given:
    return Given("aws:efs/accessPoint:AccessPoint", props, "point")


def _backup(status: str, of: str = "files") -> Given:
    props = {"fileSystemId": UNKNOWN, "backupPolicy": {"status": status}}
    return Given("aws:efs/backupPolicy:BackupPolicy", props, f"backup-of-{of}", {"fileSystemId": [of]})


def _mounts(policy: str, of: str = "files") -> Given:
    props = {"fileSystemId": UNKNOWN, "policy": policy}
    return Given("aws:efs/fileSystemPolicy:FileSystemPolicy", props, f"policy-of-{of}", {"fileSystemId": [of]})


def _deny(**changes: object) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "*", **_PLAIN_TEXT, **changes}
    return json.dumps({"Statement": [statement]})


_PLAIN_TEXT = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
_USER = {"uid": 10001, "gid": 10001}


EXAMPLES = [
    Examples(
        access_point_enforced.POLICY,
        passing=[
            _point(posixUser=_USER, rootDirectory={"path": "/iris"}),
            _point(posixUser=UNKNOWN, rootDirectory={"path": "/iris/training/"}),
        ],
        failing=[
            _point(rootDirectory={"path": "/iris"}),
            _point(posixUser=_USER),
            _point(posixUser=_USER, rootDirectory={"path": "/"}),
            _point(posixUser=_USER, rootDirectory={"creationInfo": {"ownerUid": 1}}),
        ],
        absent=_point(),
        absence_fails=True,
        unknown=_point(posixUser=_USER, rootDirectory=UNKNOWN),
    ),
    Examples(
        file_system_backup.POLICY,
        passing=[[_files(), _backup("ENABLED")]],
        failing=[[_files(), _backup("DISABLED")], [_files(), _backup("ENABLED", "others")]],
        absent=_files(),
        absence_fails=True,
        unknown=[_files(), _backup(UNKNOWN)],
    ),
    Examples(
        file_system_require_tls.POLICY,
        passing=[
            [_files(), _mounts(_deny())],
            [_files(), _mounts(_deny(Action=["elasticfilesystem:*"], Principal={"AWS": "*"}))],
        ],
        failing=[
            [_files(), _mounts(_deny(), "others")],
            [_files(), _mounts(_deny(Effect="Allow"))],
            [_files(), _mounts(_deny(Action="elasticfilesystem:ClientMount"))],
            [_files(), _mounts(_deny(Action="s3:*"))],
            [_files(), _mounts(_deny(Condition={"Bool": {"aws:SecureTransport": "true"}}))],
            [_files(), _mounts(_deny(Principal={"AWS": "arn:aws:iam::123456789012:role/driver"}))],
        ],
        absent=_files(),
        absence_fails=True,
        unknown=[_files(), _mounts(UNKNOWN)],
    ),
    Examples(
        secret_encryption.POLICY,
        passing=[
            _secret(kmsKeyId=_KEY),
            _secret(kmsKeyId=UNKNOWN, replicas=[{"region": "eu-central-1", "kmsKeyId": UNKNOWN}]),
        ],
        failing=[
            _secret(kmsKeyId="alias/aws/secretsmanager"),
            _secret(kmsKeyId=_KEY, replicas=[{"region": "eu-central-1"}]),
            _secret(replicas=[{"region": "eu-central-1", "kmsKeyId": _KEY}]),
        ],
        absent=_secret(),
        absence_fails=True,
        unknown=_secret(kmsKeyId=_KEY, replicas=UNKNOWN),
    ),
    Examples(
        secret_rotation.POLICY,
        passing=[
            [_secret(), _rotation()],
            [_secret(), _rotation(rotationEnabled=True)],
            [_secret(), Given(_rotation().type, {"secretId": "token"})],
        ],
        failing=[
            [_secret(), _rotation(rotationEnabled=False)],
            [_secret(), _rotation("other"), _secret("other")],
        ],
        absent=_secret(),
        absence_fails=True,
        unknown=[_secret(), _rotation(rotationEnabled=UNKNOWN)],
    ),
    Examples(
        parameter_encryption.POLICY,
        passing=[_parameter(type="SecureString", keyId=_KEY), _parameter(type="SecureString", keyId=UNKNOWN)],
        failing=[
            _parameter(type="String", keyId=_KEY),
            _parameter(type="StringList", value="a,b"),
            _parameter(type="SecureString"),
            _parameter(type="SecureString", keyId="alias/aws/ssm"),
            _parameter(type="SecureString", keyId=_KEY, insecureValue="plain"),
            _parameter(type=UNKNOWN),
        ],
        absent=_parameter(),
        absence_fails=True,
        unknown=_parameter(type=UNKNOWN, keyId=_KEY),
    ),
    Examples(
        topic_encryption.POLICY,
        passing=[_topic(kmsMasterKeyId="alias/aws/sns"), _topic(kmsMasterKeyId=UNKNOWN)],
        failing=[_topic(kmsMasterKeyId=None), _topic(fifoTopic=True)],
        absent=_topic(),
        absence_fails=True,
        unknown=_topic(),  # whether there is a key is always known
    ),
    Examples(
        file_system_encryption.POLICY,
        passing=[_files(encrypted=True, kmsKeyId=_KEY), _files(encrypted=True, kmsKeyId=UNKNOWN)],
        failing=[
            _files(encrypted=True),
            _files(encrypted=True, kmsKeyId="alias/aws/elasticfilesystem"),
            _files(encrypted=False, kmsKeyId=_KEY),
            _files(kmsKeyId=_KEY),
            _files(encrypted=UNKNOWN),
        ],
        absent=_files(),
        absence_fails=True,
        unknown=_files(encrypted=UNKNOWN, kmsKeyId=_KEY),
    ),
]
