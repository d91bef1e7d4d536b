"""Examples for the policies on secrets, parameters, topics and file systems."""

from policies.efs import file_system_encryption
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


EXAMPLES = [
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
