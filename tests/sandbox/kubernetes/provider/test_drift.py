import base64

from sandbox.kubernetes.provider.drift import drifted_inputs, imported_inputs
from sandbox.provider.values import Properties

INPUTS: Properties = {"spec": {"replicas": 2, "containers": [{"name": "c", "cpu": "1000m"}], "ingress": []}}
LIVE: Properties = {
    "spec": {"replicas": 2, "containers": [{"name": "c", "cpu": "1", "pull": "Always"}], "default": True}
}


def test_what_the_server_rewrites_drops_or_fills_in_is_no_drift():
    assert drifted_inputs(INPUTS, LIVE, LIVE) == INPUTS


def test_a_changed_value_shows_beside_unchanged_ones():
    now: Properties = {"spec": {**LIVE["spec"], "replicas": 5}}
    assert drifted_inputs(INPUTS, LIVE, now) == {"spec": {**INPUTS["spec"], "replicas": 5}}


def test_a_changed_item_of_a_list_keeps_the_shape_of_the_inputs():
    now: Properties = {"spec": {**LIVE["spec"], "containers": [{"name": "c", "cpu": "2", "pull": "Always"}]}}
    assert drifted_inputs(INPUTS, LIVE, now)["spec"]["containers"] == [{"name": "c", "cpu": "2"}]


def test_an_added_item_of_a_list_shows():
    now: Properties = {"spec": {**LIVE["spec"], "containers": [*LIVE["spec"]["containers"], {"name": "spy"}]}}
    assert drifted_inputs(INPUTS, LIVE, now)["spec"]["containers"] == [{"name": "c", "cpu": "1000m"}, {"name": "spy"}]


def test_a_removed_field_and_a_removed_item_show():
    now: Properties = {"spec": {"containers": []}}
    assert drifted_inputs(INPUTS, LIVE, now) == {"spec": {"containers": [], "ingress": []}}


def test_a_rule_added_to_an_empty_list_shows():
    now: Properties = {"spec": {**LIVE["spec"], "ingress": [{"from": []}]}}
    assert drifted_inputs(INPUTS, LIVE, now)["spec"]["ingress"] == [{"from": []}]


def test_fields_that_the_inputs_do_not_name_belong_to_others():
    assert drifted_inputs(INPUTS, LIVE, {"spec": {**LIVE["spec"], "default": False}}) == INPUTS


def test_a_changed_secret_shows_in_its_text():
    def data(text: str) -> dict[str, dict[str, str]]:
        return {"data": {"password": base64.b64encode(text.encode()).decode()}}

    inputs = {"stringData": {"password": "old"}}
    assert drifted_inputs(inputs, data("old"), data("old")) == inputs
    assert drifted_inputs(inputs, data("old"), data("new")) == {"stringData": {"password": "new"}}
    assert drifted_inputs(inputs, data("old"), {"data": {}}) == {"stringData": {}}


def test_an_import_takes_everything_but_what_the_server_owns():
    live = {"metadata": {"name": "a", "uid": "1", "resourceVersion": "2"}, "data": {"a": "1"}, "status": {"phase": "x"}}
    assert imported_inputs(live) == {"metadata": {"name": "a"}, "data": {"a": "1"}}
