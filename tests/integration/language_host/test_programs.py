"""Programs under the real engine: what they get, and how their end is told."""

import json
import sys

import pytest

from tests.integration.language_host.conftest import Project

pytestmark = pytest.mark.integration
BOX = """
class Box(pulumi.ComponentResource):
    def __init__(self, name, size, opts=None):
        super().__init__("tiny:index:Box", name, {"size": size}, opts)
        self.size = pulumi.Output.from_input(size)
        self.register_outputs({"size": self.size})
"""


def test_a_program_goes_up_changes_nothing_twice_and_is_destroyed(project: Project) -> None:
    project.program(
        BOX
        + """
import os, sys
print("a line of the program,", sys.prefix)
assert os.getcwd() == os.path.join(pulumi.get_root_directory(), "program")
config = pulumi.Config()
box = Box("outer", config.require_int("size"))
for number in range(40):
    Box(f"inner-{number}", box.size, pulumi.ResourceOptions(parent=box))
pulumi.export("stack", f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}")
pulumi.export("size", box.size)
pulumi.export("password", config.require_secret("password"))
"""
    )
    project.run("config", "set", "size", "3")
    project.run("config", "set", "--secret", "password", "hunter2")
    output = project.run("up", "--yes")
    assert f"a line of the program, {sys.prefix}" in output
    assert "hunter2" not in output
    outputs = json.loads(project.run("stack", "output", "--json", "--show-secrets"))
    assert outputs == {"stack": "organization/tiny/dev", "size": 3, "password": "hunter2"}
    assert "42 unchanged" in project.run("preview", "--expect-no-changes")
    project.run("destroy", "--yes")
    assert "resources" not in json.loads(project.run("stack", "export"))["deployment"]


def test_an_exception_is_shown_once_from_the_programs_first_line_on(project: Project) -> None:
    project.program("def size():\n    raise ValueError('the box is too big')\nsize()\n")
    said = project.fail("preview")
    assert said.count("ValueError: the box is too big") == 1
    assert "line 4, in <module>" in said
    assert "in size" in said
    assert "language_host" not in said
    assert "asyncio" not in said
    assert "unhandled error occurred" not in said


def test_an_exception_in_an_apply_fails_the_program(project: Project) -> None:
    project.program("pulumi.Output.from_input(0).apply(lambda zero: 1 / zero)")
    assert "ZeroDivisionError" in project.fail("preview")


def test_a_message_for_the_user_is_shown_once_and_without_a_traceback(project: Project) -> None:
    project.program("raise pulumi.RunError('stacks/dev.yaml is missing')")
    said = project.fail("preview")
    assert said.count("stacks/dev.yaml is missing") == 1
    assert "Traceback" not in said
    assert "unhandled error occurred" not in said


def test_a_program_that_cannot_be_read_is_explained_without_our_own_code(project: Project) -> None:
    project.program("def (:\n")
    said = project.fail("preview")
    assert "SyntaxError" in said
    assert "language_host" not in said


def test_a_missing_program_is_explained(project: Project) -> None:
    (project.root / "program" / "__main__.py").unlink()
    assert f"There is no program: {project.root}/program/__main__.py does not exist." in project.fail("preview")


def test_a_missing_virtual_environment_is_explained(project: Project) -> None:
    project.options("virtualenv: .venv")
    said = project.fail("preview")
    assert f"{project.root}/.venv, is not a virtual environment" in said
    assert "with `pulumi install`" in said


def test_the_exit_code_of_a_program_that_exits_is_told(project: Project) -> None:
    project.program("import sys\nsys.exit(3)")
    assert "ended with exit code 3" in project.fail("preview")
