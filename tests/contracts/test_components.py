"""What holds for every component, those of tomorrow too."""

import ast
import typing
from collections.abc import Mapping, Sequence

import pytest
from pulumi import ComponentResource

from tests.contracts.source import args_class, component_classes, file_of, undocumented_fields
from tests.recording import UNKNOWN, RecordedResource, record_environment

COMPONENTS = component_classes()
every_component = pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__)
# Someone outside reads these names: people, kubeconfigs, controllers, other accounts.
NAMED_FOR_OUTSIDERS = {
    "aws:budgets/budget:Budget",
    "aws:cloudtrail/trail:Trail",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:ecr/repository:Repository",
    "aws:eks/cluster:Cluster",
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/role:Role",
    "aws:kms/alias:Alias",
    "aws:networkfirewall/firewall:Firewall",
    "aws:s3/bucket:Bucket",
    "aws:sqs/queue:Queue",
}


@pytest.fixture(scope="module")
def recorded() -> list[RecordedResource]:
    return [resource for environment in ("dev", "test", "prod") for resource in record_environment(environment)]


def calls(component: type[ComponentResource]) -> list[ast.Call]:
    tree = ast.parse(file_of(component).read_text(encoding="utf-8"))
    class_ = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == component.__name__)
    return [node for node in ast.walk(class_) if isinstance(node, ast.Call)]


@every_component
def test_the_type_token_is_the_literal_class_name(component: type[ComponentResource]) -> None:
    tokens = [
        call.args[0].value
        for call in calls(component)
        if ast.unparse(call.func) == "super().__init__" and isinstance(call.args[0], ast.Constant)
    ]
    assert tokens == [f"mlplatform:index:{component.__name__}"]


@every_component
def test_the_constructor_has_the_shape_that_pulumi_packages_need(component: type[ComponentResource]) -> None:
    hints = typing.get_type_hints(component.__init__)
    assert list(hints) == ["name", "args", "opts", "return"]
    assert hints["args"] is args_class(component)


@every_component
def test_args_are_a_typed_dict_with_a_text_on_every_field(component: type[ComponentResource]) -> None:
    args = args_class(component)
    assert typing.is_typeddict(args)
    assert undocumented_fields(args) == []
    assert args.__doc__


@every_component
def test_every_output_has_a_text_and_is_registered(
    component: type[ComponentResource], recorded: list[RecordedResource]
) -> None:
    assert undocumented_fields(component) == []
    promised = set(component.__annotations__)
    of_class = [resource for resource in recorded if resource.type == f"mlplatform:index:{component.__name__}"]
    assert of_class, "no environment uses the component"
    for resource in of_class:
        assert resource.outputs is not None, "register_outputs was not called"
        assert set(resource.outputs) == promised


@every_component
def test_an_optional_argument_says_its_default(component: type[ComponentResource]) -> None:
    source = file_of(component).read_text(encoding="utf-8")
    args = args_class(component)
    for field in getattr(args, "__optional_keys__", ()):
        text = source.split(f"    {field}: NotRequired")[1].split('"""')[1]
        assert "Default: " in text, field


@every_component
def test_options_of_the_caller_reach_the_component_only(component: type[ComponentResource]) -> None:
    uses = [node for call in calls(component) for node in [*call.args, *(k.value for k in call.keywords)]]
    passed = [call for call in calls(component) for arg in call.args if isinstance(arg, ast.Name) and arg.id == "opts"]
    assert [ast.unparse(call.func) for call in passed] == ["super().__init__"]
    assert not [node for node in uses if ast.unparse(node).startswith("opts.")]


def test_children_belong_to_their_component(recorded: list[RecordedResource]) -> None:
    for resource in recorded:
        at_the_top = "::pulumi:pulumi:Stack::" in resource.parent
        made_by_the_wiring = resource.type.startswith(("mlplatform:", "pulumi:providers:"))
        assert made_by_the_wiring or not at_the_top, resource.urn


def test_logical_names_of_children_begin_with_the_component_and_are_kebab_case(
    recorded: list[RecordedResource],
) -> None:
    by_urn = {resource.urn: resource for resource in recorded}
    for resource in recorded:
        if parent := by_urn.get(resource.parent):
            assert resource.name.startswith(f"{parent.name}-"), resource.urn
        assert " " not in resource.name
        assert "_" not in resource.name


def test_no_resource_uses_a_default_provider(recorded: list[RecordedResource]) -> None:
    for resource in recorded:
        if resource.custom and not resource.type.startswith("pulumi:providers:"):
            assert "::pulumi:providers:" in resource.provider, resource.urn


def test_physical_names_are_left_to_pulumi_unless_someone_outside_reads_them(recorded: list[RecordedResource]) -> None:
    named = {
        resource.type
        for resource in recorded
        if resource.type.startswith("aws:") and ("name" in resource.props or "bucket" in resource.props)
        if resource.type.split(":")[-1] not in ("BucketPolicy", "BucketVersioning")
        if not (resource.type.startswith("aws:s3/bucket") and resource.type != "aws:s3/bucket:Bucket")
    }
    assert named <= NAMED_FOR_OUTSIDERS


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts(item)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, Sequence):
        return [text for item in value for text in texts(item)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return []


def test_what_policies_read_is_known_before_anything_exists(recorded: list[RecordedResource]) -> None:
    for resource in recorded:
        if resource.type == "aws:iam/role:Role":
            assert UNKNOWN not in texts(resource.props["assumeRolePolicy"]), resource.urn
        if resource.type in ("aws:s3/bucketPolicy:BucketPolicy", "aws:sqs/queuePolicy:QueuePolicy"):
            assert UNKNOWN not in texts(resource.props["policy"]), resource.urn
        if resource.type.startswith("kubernetes:") and "metadata" in resource.props:
            assert UNKNOWN not in texts(resource.props["metadata"]), resource.urn
        if resource.type == "kubernetes:networking.k8s.io/v1:NetworkPolicy":
            assert UNKNOWN not in texts(resource.props["spec"]), resource.urn
