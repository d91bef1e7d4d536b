"""Property values survive the wire, and what is secret stays secret."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.secrecy import copies, redact
from sandbox.provider.values import UNKNOWN, decode, encode, has_unknowns, is_asset

SIGNATURE = "4dabf18193072939515e22adb298388d"
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), plain))
def test_plain_values_come_back_as_they_were(values: dict[str, Any]) -> None:
    assert decode(encode(values)).values == values


def test_whole_numbers_are_integers_and_others_are_not() -> None:
    values = decode(encode({"whole": 3.0, "half": 0.5})).values
    assert (values["whole"], type(values["whole"]), values["half"]) == (3, int, 0.5)


def test_unknown_values_stay_unknown() -> None:
    values = decode(encode({"a": [UNKNOWN, {"b": UNKNOWN}]})).values
    assert values == {"a": [UNKNOWN, {"b": UNKNOWN}]}
    assert has_unknowns(values)


def test_secrets_are_unwrapped_and_marked_again_at_any_depth() -> None:
    sent = encode({"a": {"b": ["x", "y"]}, "c": UNKNOWN}, [("a", "b", 1), ("c",)])
    decoded = decode(sent)
    assert decoded.values == {"a": {"b": ["x", "y"]}, "c": UNKNOWN}
    assert decoded.secrets == {("a", "b", 1), ("c",)}
    assert encode(decoded.values, decoded.secrets) == sent


def test_a_secret_whose_place_is_gone_marks_the_nearest_parent() -> None:
    assert decode(encode({"a": {"other": 1}}, [("a", "b", "c")])).secrets == {("a",)}
    assert decode(encode({"z": 1}, [("a", "b")])).secrets == set()


def test_output_values_without_a_value_are_unknown() -> None:
    signature = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
    values = {"known": {SIGNATURE: signature, "value": 1, "secret": True}, "not": {SIGNATURE: signature}}
    decoded = decode(encode(values))
    assert decoded.values == {"known": 1, "not": UNKNOWN}
    assert decoded.secrets == {("known",)}


def test_a_reference_to_a_resource_is_its_id() -> None:
    reference = {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:it", "id": "vpc-1"}
    component = {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": "urn:component"}
    assert decode(encode({"a": reference, "b": component})).values == {"a": "vpc-1", "b": "urn:component"}


def test_an_asset_is_recognised() -> None:
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"}
    assert is_asset(decode(encode({"a": asset})).values["a"])


def test_secret_texts_are_found_again_under_other_names_and_kept_out_of_messages() -> None:
    decoded = decode(encode({"tags": {"code": "hunter2"}}, [("tags",)]))
    outputs = {"tagsAll": {"code": "hunter2", "team": "ml"}, "list": ["hunter2"]}
    assert {*copies(outputs, decoded)} == {("tagsAll", "code"), ("list", 0)}
    assert redact("AWS refused hunter2", decoded) == "AWS refused [secret]"
