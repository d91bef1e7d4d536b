"""IAM documents: what a tenant's role may do, decided by evaluating the documents as IAM does."""

import json
from fnmatch import fnmatchcase
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from components import iam_documents

BUCKET = "arn:aws:s3:::models"
names = st.from_regex(r"[a-z]([-a-z0-9]{0,8}[a-z0-9])?", fullmatch=True)


def as_list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def matches(statement: dict[str, Any], action: str, resource: str, context: dict[str, str]) -> bool:
    if not any(fnmatchcase(action, pattern) for pattern in as_list(statement["Action"])):
        return False
    listed = any(
        fnmatchcase(resource, pattern) for pattern in as_list(statement.get("Resource", statement.get("NotResource")))
    )
    if listed is not ("Resource" in statement):
        return False
    for operator, wanted in statement.get("Condition", {}).items():
        for key, patterns in wanted.items():
            hit = any(fnmatchcase(context.get(key, ""), pattern) for pattern in as_list(patterns))
            if hit is not operator.endswith(("StringLike", "StringEquals")) or (operator == "StringNotLike" and hit):
                return False
    return True


def allowed(document: str, action: str, resource: str, **context: str) -> bool:
    statements = [s for s in json.loads(document)["Statement"] if matches(s, action, resource, dict(context))]
    effects = {statement["Effect"] for statement in statements}
    return effects == {"Allow"}


@given(names, names)
def test_a_tenant_reads_its_own_objects_and_nobody_elses(own: str, other: str) -> None:
    document = iam_documents.tenant_data_access("aws", "models", f"{own}/")
    assert allowed(document, "s3:GetObject", f"{BUCKET}/{own}/v1/model.joblib")
    if own != other:
        assert not allowed(document, "s3:GetObject", f"{BUCKET}/{other}/v1/model.joblib")
    assert not allowed(document, "s3:PutObject", f"{BUCKET}/{own}/v1/model.joblib")
    assert not allowed(document, "s3:GetObject", "arn:aws:s3:::another-bucket/key")


def test_an_allow_that_is_added_later_does_not_open_another_tenants_prefix() -> None:
    own = json.loads(iam_documents.tenant_data_access("aws", "models", "a/"))["Statement"]
    later = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    document = iam_documents.document(*own, later)
    assert not allowed(document, "s3:GetObject", f"{BUCKET}/b/secret")
    assert not allowed(document, "s3:GetObject", f"{BUCKET}/ab/secret")
    assert not allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "b/"})
    assert not allowed(document, "s3:ListBucket", BUCKET)


def test_a_tenant_lists_its_own_prefix_only() -> None:
    document = iam_documents.tenant_data_access("aws", "models", "model1/")
    assert allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "model1/v1"})
    assert not allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "model10/v1"})
    assert not allowed(document, "s3:ListBucket", BUCKET)


def test_a_pod_identity_is_bound_to_cluster_namespace_and_service_account() -> None:
    (statement,) = json.loads(iam_documents.pod_identity_trust("arn:cluster", "iris", "iris-model"))["Statement"]
    assert statement["Condition"]["StringEquals"] == {
        "aws:RequestTag/eks-cluster-arn": "arn:cluster",
        "aws:RequestTag/kubernetes-namespace": "iris",
        "aws:RequestTag/kubernetes-service-account": "iris-model",
    }
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}


def test_a_document_is_the_same_text_every_time() -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    assert iam_documents.document(statement) == iam_documents.document(dict(statement))
