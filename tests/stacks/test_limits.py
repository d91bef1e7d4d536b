"""AWS's limits are said before a deployment meets them."""

from pathlib import Path

import pytest

from components import iam_documents
from components.iam_documents import Prefix
from stacks.rules.limits import limits
from tests.stacks.settings_text import DEV, errors, load


def sources(count: int, length: int) -> str:
    """Dev with so many sources in buckets of others, with paths so long."""
    listed = [
        f"      - {{name: d{number}, kind: s3, bucket: other-{number}, path: p{'x' * length}, access: read-write}}"
        for number in range(count)
    ]
    return "\n".join([DEV[: DEV.index("    data: #")] + "    data:", *listed, ""])


def test_sources_that_a_role_cannot_name_are_refused(tmp_path: Path) -> None:
    (said,) = errors(tmp_path, sources(20, 200))
    assert "tenants[0].data: the policies of the tenant's role would have 2" in said
    assert "and IAM takes 10,240; give sources a common folder, shorten their paths" in said


@pytest.mark.parametrize(("count", "length"), [(20, 3), (8, 100)])
def test_as_many_as_a_role_can_name_are_taken(tmp_path: Path, count: int, length: int) -> None:
    assert errors(tmp_path, sources(count, length)) == []


def test_white_space_does_not_count(tmp_path: Path) -> None:
    written = iam_documents.tenant_data_access("aws", [Prefix("b", "p/", writable=True)])
    assert len("".join(written.split())) < len(written)
    assert errors(tmp_path, sources(1, 1)) == []


def test_more_tenants_than_a_cluster_has_associations_for_are_refused(tmp_path: Path) -> None:
    settings = load(tmp_path, DEV)
    full = settings.model_copy(update={"tenants": settings.tenants * 4980})
    assert list(limits(full)) == []
    (problem,) = limits(settings.model_copy(update={"tenants": settings.tenants * 4981}))
    assert problem.path == ("tenants",)
    assert (
        "4,981 in all files need a Pod Identity association each, and a cluster has room for 4,980" in problem.message
    )
