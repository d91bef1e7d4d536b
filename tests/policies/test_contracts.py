"""What holds for every policy: metadata, levels, tokens, examples, the page about them."""

import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pulumi_aws
import pulumi_policy as pp
import pytest

import policies
from policies import catalogue
from policies.levels import CONTROLS, ENVIRONMENTS, environment_of, level
from policies.rules import POLICIES, Rule
from tests.policies.test_examples import ALL

ROOT = Path(policies.__file__).parent
SERVICES = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
_each = pytest.mark.parametrize("policy", [pytest.param(policy, id=policy.name) for policy in POLICIES])
# Kubernetes' own groups have modules in the SDK; CRDs have none, and Helm's releases are Pulumi's.
_CUSTOM_GROUPS = {
    *("helm.sh", "karpenter.k8s.aws", "karpenter.sh", "networking.k8s.aws", "serving.kserve.io"),
    "vpcresources.k8s.aws",
}


@_each
def test_metadata_is_complete(policy: Rule) -> None:
    framework = policy.framework

    assert policy.name.split("-")[0] in SERVICES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){2,}", policy.name)
    assert policy.description.endswith(".")
    assert isinstance(policy.severity, pp.Severity)
    assert framework is not None
    assert all((framework.name, framework.version, framework.reference, framework.specification))
    assert (policy.remediation_steps or "").endswith(".")
    assert policy.name.split("-")[0] in (policy.tags or [])
    assert (policy.url or "").startswith("https://")


@_each
def test_ids_of_other_tools_are_well_formed(policy: Rule) -> None:
    ids = [tag for tag in policy.tags or [] if not tag.islower()]

    assert all(re.fullmatch(r"CKV2?_(AWS|K8S)_\d+|(AWS|KSV)-\d{4}|C-\d{4}|CIS-EKS-[\d.]+", tag) for tag in ids)


@_each
def test_every_environment_has_a_level_and_prod_the_strictest(policy: Rule) -> None:
    order = [pp.EnforcementLevel.DISABLED, pp.EnforcementLevel.ADVISORY, pp.EnforcementLevel.MANDATORY]
    levels = [order.index(level(policy.name, environment)) for environment in ENVIRONMENTS]

    assert levels == sorted(levels)
    assert policy.enforcement_level is None, "the level is data, not part of the policy"


def test_critical_and_only_critical_policies_are_always_on() -> None:
    off = [p.name for p in POLICIES if p.severity is pp.Severity.CRITICAL and "-" in CONTROLS[p.name].levels]

    assert off == []


def test_each_name_and_each_level_belongs_to_one_policy() -> None:
    names = Counter(policy.name for policy in POLICIES)

    assert set(names.values()) == {1}
    assert names.keys() == CONTROLS.keys()
    assert all(re.fullmatch(r"[A-Z]\d+", control.id) for control in CONTROLS.values())


def test_each_file_holds_one_policy_named_after_it_that_is_listed() -> None:
    files = {path for path in ROOT.rglob("*.py") if "\nPOLICY = " in path.read_text(encoding="utf-8")}
    names = {f"{path.parent.name}-{path.stem.replace('_', '-')}" for path in files}

    assert names == {policy.name for policy in POLICIES}


def test_every_policy_has_all_kinds_of_examples() -> None:
    assert [examples.policy.name for examples in ALL if not (examples.passing and examples.failing)] == []
    assert sorted(examples.policy.name for examples in ALL) == sorted(policy.name for policy in POLICIES)


def test_every_resource_type_exists_in_the_sdk() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    sdk = Path(pulumi_aws.__file__).read_text(encoding="utf-8")
    aws = set(re.findall(r'"(aws:\w+/\w+:\w+)"', source))
    kinds = set(re.findall(r'"([a-z0-9.]+)/([A-Z]\w+)"', source))

    assert {token for token in aws if f'"{token}"' not in sdk} == set()
    assert {(group, kind) for group, kind in kinds if not _is_in_kubernetes_sdk(group, kind)} == set()
    assert len(aws) > 20
    assert len(kinds) > 10


def _is_in_kubernetes_sdk(group: str, kind: str) -> bool:
    module = group.removesuffix(".k8s.io").removesuffix(".authorization")
    return group in _CUSTOM_GROUPS or find_spec(f"pulumi_kubernetes.{module}.v1.{kind}") is not None


def test_policies_import_nothing_of_the_platform() -> None:
    imports = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
    found = {name for path in ROOT.rglob("*.py") for name in imports.findall(path.read_text(encoding="utf-8"))}

    assert found.isdisjoint({"components", "stacks", "infra", "sandbox", "pulumi_aws", "pulumi_kubernetes"})


def test_the_page_about_policies_is_up_to_date() -> None:
    page = ROOT.parent / "docs" / "policies.md"

    assert page.read_text(encoding="utf-8") == catalogue.page(), "run `python -m policies.catalogue > docs/policies.md`"


@pytest.mark.parametrize(
    ("stack", "environment"),
    [
        *((environment, environment) for environment in ENVIRONMENTS),
        ("prod-fraud", "prod"),
        ("dev-alice", "dev"),
        ("small", "test"),
        ("small-alice", "test"),
        ("development", "prod"),
        ("Dev", "prod"),
        ("qa", "prod"),
        ("", "prod"),
    ],
)
def test_a_stack_of_unknown_name_has_the_levels_of_prod(stack: str, environment: str) -> None:
    assert environment_of(stack) == environment
