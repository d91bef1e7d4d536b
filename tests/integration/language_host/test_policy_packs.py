"""Policy packs under the real engine."""

import pytest

from tests.integration.language_host.conftest import Project

pytestmark = pytest.mark.integration
PACK = """
def validate(args, report_violation):
    if args.props.get("public"):
        report_violation(f"{pulumi.get_stack()} keeps its buckets private", None)

level = pulumi.Config("tiny").require("level")
pp.PolicyPack("tiny", policies=[
    pp.ResourceValidationPolicy("private", "Buckets are private.", validate, pp.EnforcementLevel(level)),
])
"""
PROGRAM = 'pulumi.ComponentResource("tiny:index:Bucket", "models", {"public": True})'


@pytest.fixture
def guarded(project: Project) -> Project:
    project.program(PROGRAM)
    project.pack(PACK)
    return project


def test_a_mandatory_policy_fails_the_preview(guarded: Project) -> None:
    guarded.run("config", "set", "level", "mandatory")
    code, said = guarded.attempt("preview", "--policy-pack", "policies")
    assert code
    assert "[mandatory]  private  (tiny:index:Bucket: models)" in said
    assert "dev keeps its buckets private" in said


def test_an_advisory_policy_warns_and_lets_the_update_happen(guarded: Project) -> None:
    guarded.run("config", "set", "level", "advisory")
    said = guarded.run("up", "--yes", "--policy-pack", "policies")
    assert "[advisory]  private" in said
    assert "2 created" in said


def test_a_pack_that_fails_to_load_is_shown(guarded: Project) -> None:
    guarded.pack("raise ValueError('a typo in the pack')")
    code, said = guarded.attempt("preview", "--policy-pack", "policies")
    assert code
    assert "ValueError: a typo in the pack" in said


def test_a_pack_that_prints_while_it_loads_is_told_not_to(guarded: Project) -> None:
    guarded.pack("print('loading')")
    code, said = guarded.attempt("preview", "--policy-pack", "policies")
    assert code
    assert "it printed 'loading' instead" in said
