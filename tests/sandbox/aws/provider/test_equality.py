"""Values that mean the same to AWS are no difference."""

import json
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.aws.provider.api import tag_list, tag_map
from sandbox.aws.provider.catalogue import resource_type
from sandbox.aws.provider.equality import same_document, settle

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B"], "Resource": ["x", "y"]}]}

NAMES = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)
STATEMENTS = st.lists(
    st.fixed_dictionaries({"Effect": st.sampled_from(["Allow", "Deny"]), "Action": NAMES, "Resource": NAMES}),
    min_size=1,
    max_size=3,
)


def _rewritten(value: Any, draw: st.DataObject) -> Any:
    """The same policy in other words: lists in another order, and a list of one as its item."""
    if isinstance(value, dict):
        items = draw.draw(st.permutations(list(cast("dict[str, Any]", value).items())))
        return {key: _rewritten(item, draw) for key, item in items}
    if isinstance(value, list):
        rewritten = [_rewritten(item, draw) for item in draw.draw(st.permutations(cast("list[Any]", value)))]
        return rewritten[0] if len(rewritten) == 1 and draw.draw(st.booleans()) else rewritten
    return value


@settings(deadline=None)
@given(statements=STATEMENTS, data=st.data())
def test_a_policy_in_other_words_is_no_change(statements: list[Any], data: st.DataObject) -> None:
    policy = {"Version": "2012-10-17", "Statement": statements}
    other = json.dumps(_rewritten(policy, data), indent=data.draw(st.sampled_from([None, 2])))
    assert same_document(json.dumps(policy), other)


@settings(deadline=None)
@given(statements=STATEMENTS, action=st.sampled_from("xyz"))
def test_one_more_action_is_a_change(statements: list[Any], action: str) -> None:
    first = {**statements[0], "Action": [*statements[0]["Action"], action]}
    policies = ({"Statement": statements}, {"Statement": [first, *statements[1:]]})
    assert not same_document(*(json.dumps(policy) for policy in policies))


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1).filter(lambda key: not key.startswith("aws:")), st.text(), max_size=5))
def test_tags_come_back_as_they_were_given(tags: dict[str, str]) -> None:
    assert tag_map(tag_list(tags))["tagsAll"] == tags
    assert (tag_map(tag_list(tags))["tags"] or {}) == tags


def test_documents_that_are_no_policies_differ_in_the_order_of_their_lists() -> None:
    assert same_document('{"a": [1, 2]}', '{ "a": [1, 2] }')
    assert not same_document('{"a": [1, 2]}', '{"a": [2, 1]}')
    assert not same_document('{"a": [1]}', '{"a": 1}')


def test_policies_are_equal_whatever_their_formatting() -> None:
    same = {"Statement": {"Action": "a:B", "Effect": "Allow", "Resource": ["y", "x"]}, "Version": "2012-10-17"}
    assert same_document(json.dumps(POLICY), json.dumps(same, indent=2))


def test_policies_differ_when_they_say_something_else() -> None:
    other = {**POLICY, "Statement": [{"Effect": "Deny", "Action": ["a:B"], "Resource": ["x", "y"]}]}
    assert not same_document(json.dumps(POLICY), json.dumps(other))


def test_text_that_is_no_json_is_compared_as_it_is() -> None:
    assert same_document("x", "x")
    assert not same_document("x", "y")


def test_sets_ignore_their_order_and_lists_do_not() -> None:
    groups = resource_type("aws:eks/nodeGroup:NodeGroup")
    old = {"subnetIds": ["a", "b"], "instanceTypes": ["x", "y"]}
    new = {"subnetIds": ["b", "a"], "instanceTypes": ["y", "x"]}
    assert settle(old, new, groups) == {"subnetIds": ["a", "b"], "instanceTypes": ["y", "x"]}
