"""Eight tenants on the deployed dev: its own, and seven in a tenant stack that ends with this folder."""

from collections.abc import Generator

import pytest

from tests.integration.platform.cluster import Cluster
from tests.integration.platform.signed_in import Person, sign
from tests.integration.platform.tenants.place import STACK

# Its policy pack has judged dev; tests/policies judge tenants of every kind.
PULUMI = ("env", "-u", "PULUMI_OPTION_POLICY_PACK", "pulumi")
AT_ONCE = ("--stack", STACK, "--yes", "--skip-preview", "--non-interactive")


@pytest.fixture(scope="package")
def eight(dev: Cluster) -> Generator[Cluster]:
    dev.command(*PULUMI, "stack", "init", STACK)
    dev.command(*PULUMI, "up", *AT_ONCE)
    yield dev
    dev.command(*PULUMI, "destroy", *AT_ONCE)
    # The node of a shared pool would wait for others' pods.
    dev.kubectl("delete", "nodeclaims", "--all")


@pytest.fixture(scope="package")
def admin(eight: Cluster) -> Person:
    """Whoever deployed the cluster."""
    return Person.of(eight, sign(eight))
