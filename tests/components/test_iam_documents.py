"""IAM documents: what a tenant's role may do, decided by evaluating the documents as IAM does."""

import json

from hypothesis import given
from hypothesis import strategies as st

from components import iam_documents
from components.iam_documents import Prefix
from reachability.iam import Document, Request, identity_decision

BUCKET = "arn:aws:s3:::models"
names = st.from_regex(r"[a-z]([-a-z0-9]{0,8}[a-z0-9])?", fullmatch=True)


def allowed(document: str, action: str, resource: str, **context: str) -> bool:
    """What IAM decides; a request without a prefix lacks that key."""
    request = Request(action, resource, "arn:aws:iam::111122223333:role/tenant", {"s3:prefix": None, **context})
    decision = identity_decision([Document("tenant", document)], None, request)
    assert decision.allowed is not None, decision.because
    return decision.allowed


@given(names, names)
def test_a_tenant_reads_its_own_objects_and_nobody_elses(own: str, other: str) -> None:
    document = iam_documents.tenant_data_access("aws", [Prefix("models", f"{own}/")])
    assert allowed(document, "s3:GetObject", f"{BUCKET}/{own}/v1/model.joblib")
    if own != other:
        assert not allowed(document, "s3:GetObject", f"{BUCKET}/{other}/v1/model.joblib")
    assert not allowed(document, "s3:PutObject", f"{BUCKET}/{own}/v1/model.joblib")
    assert not allowed(document, "s3:GetObject", "arn:aws:s3:::another-bucket/key")


def test_an_allow_that_is_added_later_does_not_open_another_tenants_prefix() -> None:
    own = json.loads(iam_documents.tenant_data_access("aws", [Prefix("models", "a/")]))["Statement"]
    later = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    document = iam_documents.document(*own, later)
    assert not allowed(document, "s3:GetObject", f"{BUCKET}/b/secret")
    assert not allowed(document, "s3:GetObject", f"{BUCKET}/ab/secret")
    assert not allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "b/"})
    assert not allowed(document, "s3:ListBucket", BUCKET)


def test_a_tenant_lists_its_own_prefix_only() -> None:
    document = iam_documents.tenant_data_access("aws", [Prefix("models", "model1/")])
    assert allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "model1/v1"})
    assert not allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "model10/v1"})
    assert not allowed(document, "s3:ListBucket", BUCKET)


@given(names, names)
def test_a_writable_source_opens_its_prefix_to_writing_and_nothing_else(source: str, other: str) -> None:
    document = iam_documents.tenant_data_access(
        "aws", [Prefix("models", "iris/"), Prefix("models", f"iris/{source}/", writable=True)]
    )
    assert allowed(document, "s3:PutObject", f"{BUCKET}/iris/{source}/part-0.parquet")
    assert allowed(document, "s3:GetObject", f"{BUCKET}/iris/{other}/part-0.parquet")
    assert not allowed(document, "s3:PutObject", f"{BUCKET}/iris/{source}x/part-0.parquet")
    assert not allowed(document, "s3:PutObject", f"{BUCKET}/{other}/{source}/part-0.parquet")


def test_a_source_in_another_bucket_opens_its_prefix_to_reading_and_listing_and_nothing_else() -> None:
    document = iam_documents.tenant_data_access("aws", [Prefix("models", "iris/"), Prefix("company", "flowers/")])
    company = "arn:aws:s3:::company"
    assert allowed(document, "s3:GetObject", f"{company}/flowers/2026.parquet")
    assert allowed(document, "s3:ListBucket", company, **{"s3:prefix": "flowers/"})
    assert not allowed(document, "s3:GetObject", f"{company}/wages/2026.parquet")
    assert not allowed(document, "s3:ListBucket", company, **{"s3:prefix": "iris/"})
    assert not allowed(document, "s3:ListBucket", BUCKET, **{"s3:prefix": "flowers/"})
    assert not allowed(document, "s3:PutObject", f"{company}/flowers/2026.parquet")


def test_a_key_of_a_source_that_is_only_read_does_not_encrypt() -> None:
    reading, writing = json.loads(iam_documents.keys_through_s3(["a", "b", "a"], ["b"], "eu-west-1"))["Statement"]
    assert (reading["Action"], reading["Resource"]) == (["kms:Decrypt"], ["a", "b"])
    assert (writing["Action"], writing["Resource"]) == (["kms:GenerateDataKey"], ["b"])
    for statement in (reading, writing):
        assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}


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
