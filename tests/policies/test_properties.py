"""Reading properties: absent is not unknown, and one unknown value hides nothing else."""

import pytest
from pulumi_policy.proxy import unknown_checking_proxy

from policies.properties import NotEvaluatedError, Properties, evaluate, some
from tests.policies.judging import UNKNOWN


def _read(**props: object) -> Properties:
    return Properties("bucket", unknown_checking_proxy(props))


def test_an_absent_value_is_empty_at_any_depth() -> None:
    props = _read()

    assert props.text("a", "b", "c") == ""
    assert props.each("a", "b") == []
    assert props.flag("a", default=True)
    assert not props.has("a")


def test_an_unknown_value_raises_with_its_path_even_when_read_below_it() -> None:
    props = _read(rules=[{"key": UNKNOWN}])

    with pytest.raises(NotEvaluatedError, match=r"`rules\[0\]\.key` of bucket is not known yet"):
        props.each("rules")[0].text("key", "arn")


def test_an_unknown_value_is_set() -> None:
    assert _read(key=UNKNOWN).has("key")


def test_something_below_an_unknown_value_may_or_may_not_be_set() -> None:
    with pytest.raises(NotEvaluatedError):
        _read(key=UNKNOWN).has("key", "arn")


def test_a_single_value_reads_like_a_list_of_one() -> None:
    assert _read(action="s3:*").texts("action") == _read(action=["s3:*"]).texts("action") == ["s3:*"]


def test_booleans_and_numbers_may_be_text() -> None:
    props = _read(on="true", off="False", limit="1", word="one")

    assert (props.flag("on"), props.flag("off", default=True), props.number("limit")) == (True, False, 1)
    assert props.number("word") is None


def test_documents_are_text_or_maps() -> None:
    assert _read(policy='{"a": ["b"]}').document("policy").texts("a") == ["b"]
    assert _read(policy={"a": "b"}).document("policy").texts("a") == ["b"]


def test_text_that_is_no_document_is_not_evaluated() -> None:
    with pytest.raises(NotEvaluatedError, match="`policy` of bucket is not JSON"):
        _read(policy="{").document("policy")


def test_every_unit_is_evaluated_and_what_was_undecided_is_named_once() -> None:
    units = [_read(name=UNKNOWN), _read(name="b"), _read(name=UNKNOWN), _read(other=UNKNOWN, name="d")]
    seen: list[str] = []

    with pytest.raises(NotEvaluatedError) as caught:
        evaluate(units, lambda unit: seen.append(unit.text("name")), lambda unit: seen.append(unit.text("other")))

    assert seen == ["", "b", "", "", "d"]
    assert caught.value.reasons == (
        "`name` of bucket is not known yet",
        "`other` of bucket is not known yet",
    )


def test_one_that_holds_decides_whatever_is_unknown_beside_it() -> None:
    units = [_read(name=UNKNOWN), _read(name="b")]

    assert some(units, lambda unit: unit.text("name") == "b")
    with pytest.raises(NotEvaluatedError, match="`name` of bucket is not known yet"):
        some(units, lambda unit: unit.text("name") == "c")
    assert not some(units[1:], lambda unit: unit.text("name") == "c")
