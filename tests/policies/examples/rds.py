"""Examples for the policies on databases."""

from policies.rds import database_no_literal_password, database_not_public
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _database(**props: object) -> Given:
    return Given("aws:rds/instance:Instance", props)


EXAMPLES = [
    Examples(
        database_not_public.POLICY,
        passing=[_database(publiclyAccessible=False)],
        failing=[
            _database(publiclyAccessible=True),
            Given("aws:rds/clusterInstance:ClusterInstance", {"publiclyAccessible": True}),
        ],
        absent=_database(),
        absence_fails=False,
        unknown=_database(publiclyAccessible=UNKNOWN),
    ),
    Examples(
        database_no_literal_password.POLICY,
        passing=[_database(manageMasterUserPassword=True)],
        failing=[
            _database(password="correct horse"),
            _database(password=UNKNOWN),
            Given("aws:rds/cluster:Cluster", {"masterPassword": "correct horse"}),
        ],
        absent=_database(),
        absence_fails=False,
        # A password is a fault whether its value is known or not: this one is decided, and fails.
        unknown=_database(password=UNKNOWN),
    ),
]
