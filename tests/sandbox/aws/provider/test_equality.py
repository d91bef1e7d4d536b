"""Values that mean the same to AWS are no difference."""

import json

from sandbox.aws.provider.catalogue import resource_type
from sandbox.aws.provider.equality import same_document, settle

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:B"], "Resource": ["x", "y"]}]}


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
