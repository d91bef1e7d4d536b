from sandbox.kubernetes.provider.crd_fields import from_server, to_server
from sandbox.kubernetes.provider.foresight import foreseen
from sandbox.provider.values import UNKNOWN


def test_what_a_dry_run_invents_is_unknown():
    dry_run = {"kind": "ConfigMap", "metadata": {"name": "a", "uid": "invented"}, "data": {"a": "1"}, "status": {}}
    outputs = foreseen({"kind": "ConfigMap"}, dry_run)
    assert outputs["metadata"]["uid"] is UNKNOWN
    assert outputs["metadata"]["name"] == "a"
    assert outputs["data"] == {"a": "1"}
    assert "status" not in outputs


def test_the_address_of_a_service_is_unknown_unless_the_program_chose_it():
    dry_run = {"kind": "Service", "metadata": {}, "spec": {"clusterIP": "1.2.3.4", "type": "ClusterIP"}}
    assert foreseen({"kind": "Service"}, dry_run)["spec"]["clusterIP"] is UNKNOWN
    assert foreseen({"kind": "Service", "spec": {"clusterIP": "None"}}, dry_run)["spec"]["clusterIP"] == "1.2.3.4"


def test_definitions_are_spelled_as_each_side_spells_them():
    inputs = {"kind": "CustomResourceDefinition", "spec": [{"x_kubernetes_preserve_unknown_fields": True, "_ref": "a"}]}
    spelled = {
        "kind": "CustomResourceDefinition",
        "spec": [{"x-kubernetes-preserve-unknown-fields": True, "$ref": "a"}],
    }
    assert to_server(inputs) == spelled
    assert from_server(spelled) == inputs


def test_keys_of_other_objects_are_left_alone():
    config_map = {"kind": "ConfigMap", "data": {"_ref": "a", "x_kubernetes_b": "c"}}
    assert to_server(config_map) == from_server(config_map) == config_map
