"""Databases: instances, and clusters of instances."""

from policies.properties import Properties

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
DATABASES = (INSTANCE, CLUSTER)


def is_replica(database: Properties) -> bool:
    """Whether an instance copies another one, from which it has its encryption and its data."""
    return database.has("replicateSourceDb")
