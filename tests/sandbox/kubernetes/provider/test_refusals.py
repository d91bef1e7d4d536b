from typing import Any

import pytest

from sandbox.kubernetes.provider.api import ApiError
from sandbox.kubernetes.provider.refusals import failures, refusal

WEB = {"kind": "Deployment", "metadata": {"name": "web", "namespace": "tenant"}}


def error(code: int, message: str, *causes: dict[str, str]) -> ApiError:
    return ApiError({"code": code, "message": message, "details": {"causes": list(causes)}})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            error(403, 'pods "a" is forbidden: exceeded quota: gpus, requested: 2, used: 0, limited: 1'),
            'Deployment tenant/web: pods "a" is forbidden: exceeded quota: gpus, requested: 2, used: 0, limited: 1',
        ),
        (
            error(422, "…", {"field": "spec.replicas", "message": "must be at least 0"}, {"message": "no"}),
            "Deployment tenant/web: spec.replicas: must be at least 0; no",
        ),
        (
            error(400, 'Deployment in version "v1" cannot be handled: strict decoding error: unknown field "spec.foo"'),
            'Deployment tenant/web: unknown field "spec.foo"',
        ),
    ],
)
def test_a_refusal_names_the_object_and_the_reason(said: ApiError, words: str):
    assert str(refusal(WEB, said)) == words


def test_a_conflict_names_fields_owners_and_the_way_out():
    cause = {
        "field": ".spec.replicas",
        "message": 'conflict with "kubectl" using apps/v1',
        "reason": "FieldManagerConflict",
    }
    words = str(refusal(WEB, error(409, "Apply failed with 1 conflict", cause)))
    assert "spec.replicas belong to kubectl" in words
    assert "pulumi.com/patchForce" in words


def test_an_object_without_a_namespace_is_named_alone():
    namespace = {"kind": "Namespace", "metadata": {"name": "tenant"}}
    assert str(refusal(namespace, error(403, "no"))) == "Namespace tenant: no"


@pytest.mark.parametrize(
    ("said", "properties"),
    [
        (error(400, 'strict decoding error: unknown field "spec.foo", unknown field "dat"'), ["spec.foo", "dat"]),
        (
            error(422, "…", {"field": "spec.a", "message": "m"}, {"field": "spec.b", "message": "m"}),
            ["spec.a", "spec.b"],
        ),
        (
            error(
                422,
                "…",
                {"field": "spec.a", "message": "Unsupported value"},
                {"field": "<nil>", "message": "Invalid value: null: some validation rules were not checked because …"},
            ),
            ["spec.a"],
        ),
        (error(400, "json: cannot unmarshal"), [""]),
    ],
)
def test_every_wrong_input_is_a_failure_of_its_own(said: ApiError, properties: list[str]):
    assert [failure.property for failure in failures(said)] == properties


def test_an_answer_without_words_still_says_something():
    status: dict[str, Any] = {"code": 500}
    assert "refused" in str(refusal(WEB, ApiError(status)))
