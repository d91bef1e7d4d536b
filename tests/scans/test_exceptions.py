"""A finding is fixed or explained, and an explanation goes with its finding."""

import tomllib

from tests.scans.__main__ import EXCEPTIONS, Finding, unexplained

FOUND = Finding("CKV_1", "aws_s3_bucket.models", "Ensure something")
EXPLAINED = {"CKV_1": {"resources": ["aws_s3_bucket.*"], "reason": "because"}}


def test_a_finding_without_an_exception_is_reported() -> None:
    assert list(unexplained([FOUND], {})) == ["CKV_1 aws_s3_bucket.models: Ensure something"]


def test_an_exception_covers_the_resources_that_it_names_only() -> None:
    assert list(unexplained([FOUND], EXPLAINED)) == []
    other = Finding("CKV_1", "aws_sqs_queue.models", "Ensure something")
    assert list(unexplained([FOUND, other], EXPLAINED)) == ["CKV_1 aws_sqs_queue.models: Ensure something"]


def test_an_exception_without_a_finding_is_reported() -> None:
    assert list(unexplained([], EXPLAINED)) == ["CKV_1: nothing is found any more; take it out of exceptions.toml"]


def test_every_exception_has_a_reason() -> None:
    for check, exception in tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).items():
        assert exception["resources"], check
        assert len(exception["reason"].split()) > 5, check
