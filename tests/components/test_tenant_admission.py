"""Tenant admission: policies that fail closed, for tenants' namespaces only, and the RuntimeClass that they demand."""

from typing import Any

from components.tenant_admission import TenantAdmission, TenantAdmissionArgs
from tests.components.support import named, record_component
from tests.recording import Recording


def admission(args: TenantAdmissionArgs) -> Recording:
    return record_component(lambda opts: TenantAdmission("admission", args, opts))


def specs(recorded: Recording) -> list[Any]:
    return [each["spec"] for each in named(recorded, "ValidatingAdmissionPolicy").values()]


def test_the_policies_fail_closed_and_look_at_tenants_only() -> None:
    for spec in specs(admission({})):
        assert spec["failurePolicy"] == "Fail"
        selector = spec["matchConstraints"]["namespaceSelector"]
        assert selector == {"matchExpressions": [{"key": "mlplatform.io/tenant", "operator": "Exists"}]}


def test_every_policy_is_bound_and_denies() -> None:
    recorded = admission({})
    bound = {
        each["spec"]["policyName"]: each["spec"]
        for each in named(recorded, "ValidatingAdmissionPolicyBinding").values()
    }
    assert set(bound) == {each["metadata"]["name"] for each in named(recorded, "ValidatingAdmissionPolicy").values()}
    assert all("Deny" in each["validationActions"] for each in bound.values())


def test_without_a_sandboxed_runtime_its_tenants_have_no_pods() -> None:
    expressions = [one["expression"] for spec in specs(admission({})) for one in spec["validations"]]
    assert "variables.runtime != 'sandboxed' || false" in expressions
    assert named(admission({}), "RuntimeClass") == {}


def test_the_runtime_class_is_the_one_that_is_demanded() -> None:
    recorded = admission({"runtime_class": "gvisor", "runtime_handler": "runsc"})
    (runtime_class,) = named(recorded, "RuntimeClass").values()
    assert (runtime_class["metadata"]["name"], runtime_class["handler"]) == ("gvisor", "runsc")
    expressions = [one["expression"] for spec in specs(recorded) for one in spec["validations"]]
    assert any("runtimeClassName.orValue('') == 'gvisor'" in one for one in expressions)
