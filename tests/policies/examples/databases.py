"""Examples for the policies on what databases keep, and on how they are reached."""

from policies.rds import (
    database_backup,
    database_deletion_protection,
    database_encryption,
    database_iam_auth,
    database_multi_az,
    database_require_tls,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
_REPLICA = {"replicateSourceDb": UNKNOWN}


def _instance(**props: object) -> Given:
    return Given("aws:rds/instance:Instance", {"engine": "postgres", **props}, "database")


def _cluster(**props: object) -> Given:
    return Given("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql", **props}, "cluster")


def _member(name: str, cluster: str = "cluster") -> Given:
    props = {"clusterIdentifier": UNKNOWN}
    return Given("aws:rds/clusterInstance:ClusterInstance", props, name, {"clusterIdentifier": [cluster]})


def _group(parameter: object, value: object = "1", kind: str = "parameterGroup") -> Given:
    parameters = [{"name": "log_connections", "value": "0"}, {"name": parameter, "value": value}]
    token = f"aws:rds/{kind}:{kind[0].upper()}{kind[1:]}"
    return Given(token, {"name": "ours", "parameters": parameters}, "group")


_TLS = _instance(parameterGroupName="ours")
_LATER = Given(_TLS.type, {"parameterGroupName": UNKNOWN}, "database", {"parameterGroupName": ["group"]})

EXAMPLES = [
    Examples(
        database_encryption.POLICY,
        passing=[
            _instance(storageEncrypted=True, kmsKeyId=_KEY),
            _cluster(storageEncrypted=True, kmsKeyId=UNKNOWN),
            _instance(**_REPLICA),
        ],
        failing=[
            _instance(storageEncrypted=True),
            _instance(storageEncrypted=True, kmsKeyId="arn:aws:kms:eu-west-1:123456789012:alias/aws/rds"),
            _instance(storageEncrypted=False, kmsKeyId=_KEY),
            _instance(kmsKeyId=UNKNOWN),
            _instance(storageEncrypted=UNKNOWN),
            _cluster(),
            _cluster(storageEncrypted=True),
            _cluster(replicationSourceIdentifier=UNKNOWN),
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=_instance(storageEncrypted=UNKNOWN, kmsKeyId=_KEY),
    ),
    Examples(
        database_deletion_protection.POLICY,
        passing=[
            _instance(deletionProtection=True),
            _cluster(deletionProtection=True, skipFinalSnapshot=False, finalSnapshotIdentifier="last"),
            _instance(**_REPLICA, skipFinalSnapshot=True),
        ],
        failing=[
            _instance(deletionProtection=False),
            _instance(deletionProtection=True, skipFinalSnapshot=True),
            _instance(deletionProtection=UNKNOWN, skipFinalSnapshot=True),
            _cluster(),
            _cluster(deletionProtection=True, skipFinalSnapshot="true"),
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=_instance(deletionProtection=UNKNOWN),
    ),
    Examples(
        database_backup.POLICY,
        passing=[
            _instance(backupRetentionPeriod=7.0),
            _cluster(backupRetentionPeriod=35.0),
            _instance(**_REPLICA),
        ],
        failing=[
            _instance(backupRetentionPeriod=0.0),
            _instance(backupRetentionPeriod=6.0),
            _cluster(),
            _cluster(backupRetentionPeriod=1.0),
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=_instance(backupRetentionPeriod=UNKNOWN),
    ),
    Examples(
        database_multi_az.POLICY,
        passing=[
            _instance(multiAz=True),
            _instance(**_REPLICA),
            [_cluster(), _member("writer"), _member("reader")],
            [
                _cluster(clusterIdentifier="models"),
                *(
                    Given("aws:rds/clusterInstance:ClusterInstance", {"clusterIdentifier": "models"}, name)
                    for name in ("writer", "reader")
                ),
            ],
            _cluster(engine="postgres", dbClusterInstanceClass="db.m6gd.large"),
            _cluster(engineMode="serverless"),
        ],
        failing=[
            _instance(multiAz=False),
            _cluster(),
            _cluster(engineMode="provisioned"),
            [_cluster(), _member("writer"), _member("reader", "others")],
            [_instance(), _cluster(), _member("writer"), _member("reader")],
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=_instance(multiAz=UNKNOWN),
    ),
    Examples(
        database_iam_auth.POLICY,
        passing=[
            _instance(iamDatabaseAuthenticationEnabled=True),
            _cluster(iamDatabaseAuthenticationEnabled=True),
            _instance(engine="oracle-ee"),
            _instance(engine="db2-se"),
            _instance(engine="custom-oracle-ee"),
            _instance(engine="sqlserver-web"),
        ],
        failing=[
            _instance(iamDatabaseAuthenticationEnabled=False),
            _instance(engine="mysql"),
            _instance(engine=None, **_REPLICA),
            _cluster(),
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=_instance(iamDatabaseAuthenticationEnabled=UNKNOWN),
    ),
    Examples(
        database_require_tls.POLICY,
        passing=[
            [_TLS, _group("rds.force_ssl")],
            [_LATER, _group("rds.force_ssl")],
            [_TLS, _group("require_secure_transport", "ON")],
            [_TLS, _group("require_secure_transport", "true")],
            [
                _cluster(dbClusterParameterGroupName="ours"),
                _group("rds.force_ssl", "1", "clusterParameterGroup"),
            ],
        ],
        failing=[
            [_TLS, _group("rds.force_ssl", "0")],
            [_TLS, _group("require_secure_transport", "OFF")],
            [_TLS, _group("log_statement")],
            [_instance(parameterGroupName="default.postgres17"), _group("rds.force_ssl")],
            [_instance(), _group("rds.force_ssl")],
            [_cluster(dbClusterParameterGroupName="ours"), _group("rds.force_ssl")],
            [_TLS, _group("rds.force_ssl"), _cluster()],
        ],
        absent=_instance(),
        absence_fails=True,
        unknown=[_TLS, _group("rds.force_ssl", UNKNOWN)],
    ),
]
