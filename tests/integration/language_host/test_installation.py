"""`pulumi install` and the other commands that ask the language host about a project."""

import platform
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.integration.language_host.conftest import Project

pytestmark = pytest.mark.integration


def wheel(folder: Path, name: str, requires: str = "") -> Path:
    """Make an installable package, so that nothing is downloaded."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{f'Requires-Dist: {requires}' if requires else ''}\n",
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


@pytest.fixture
def bare(project: Project) -> Project:
    """Return a project without its virtual environment, which needs two packages, one of them directly."""
    wheel(project.root, "inner")
    project.options("virtualenv: .venv, toolchain: pip")
    (project.root / "requirements.txt").write_text(
        f"--no-index\n--find-links {project.root}\n{wheel(project.root, 'outer', 'inner')}\n"
    )
    return project


def test_a_missing_virtual_environment_is_made_and_a_complete_one_stays_as_it_is(bare: Project) -> None:
    said = bare.run("install")
    assert f"Creating the virtual environment {bare.root}/.venv" in said
    assert "Successfully installed inner-1.0 outer-1.0" in said
    assert list(bare.root.glob(".venv/lib/python*/site-packages/outer.py"))
    said = bare.run("install")
    assert f"{bare.root}/.venv is complete" in said
    assert "Creating" not in said
    assert "already satisfied" not in said


def empty_environment(folder: Path) -> None:
    """Make one as uv does: without pip, and quickly."""
    venv.create(folder)


def test_requirements_beside_the_program_go_before_those_of_the_project(bare: Project) -> None:
    empty_environment(bare.root / ".venv")
    (bare.root / "program" / "requirements.txt").write_text(f"--no-index\n{bare.root}/inner-1.0-py3-none-any.whl\n")
    said = bare.run("install")
    assert "Successfully installed inner-1.0\n" in said


def test_pulumi_tells_what_is_installed_because_somebody_asked_for_it(bare: Project) -> None:
    empty_environment(bare.root / ".venv")
    bare.run("install")
    packages = {one["name"] for one in bare.about()["dependencies"]}
    assert "outer" in packages
    assert "inner" not in packages
    assert {"inner", "outer"} <= {one["name"] for one in bare.about("--transitive")["dependencies"]}


def test_a_failure_of_pip_is_shown_and_told(project: Project) -> None:
    (project.root / "requirements.txt").write_text("--no-index\nmissing-package\n")
    code, said = project.attempt("install")
    assert code
    assert "No matching distribution found for missing-package" in said
    assert "ended with exit code 1" in said
    assert "Traceback" not in said


def test_the_sandboxs_own_environment_is_never_installed_into(bare: Project) -> None:
    bare.options("toolchain: pip")
    code, said = bare.attempt("install")
    assert code
    assert "Set runtime.options.virtualenv in the project file, for example to `venv`" in said


def test_a_project_without_requirements_needs_nothing(project: Project) -> None:
    project.run("install")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("toolchain: uv", "runtime.options.toolchain: the sandbox's language host installs with pip only, not uv."),
        ("typechecker: mypy", "runtime.options.typechecker: the sandbox's language host knows only"),
        ("virtualenv: 3", "runtime.options.virtualenv: 3.0 is not the path of a folder."),
    ],
)
@pytest.mark.parametrize("command", ["install", "preview"])
def test_options_that_would_have_no_effect_are_refused(
    project: Project, options: str, reason: str, command: str
) -> None:
    project.options(options)
    assert reason in project.fail(command)


def test_a_policy_pack_gets_its_requirements(bare: Project) -> None:
    pack = bare.root / "policies"
    (pack / "PulumiPolicy.yaml").write_text("runtime: {name: python, options: {virtualenv: own}}\n")
    (pack / "requirements.txt").write_text((bare.root / "requirements.txt").read_text())
    empty_environment(pack / "own")
    said = bare.run("install", "--cwd", str(pack))
    assert f"{pack}/own is complete" in said
    assert list(pack.glob("own/lib/python*/site-packages/outer.py"))


def test_a_plugin_that_is_a_package_is_installed_itself(bare: Project) -> None:
    plugin = bare.root / "plugin"
    plugin.mkdir()
    (plugin / "PulumiPlugin.yaml").write_text("runtime: python\n")
    (plugin / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
        "[project]\nname = 'inner'\nversion = '1.0'\n"
    )
    made = bare.root / "inner-1.0-py3-none-any.whl"
    (plugin / "backend.py").write_text(
        "import pathlib, shutil\n"
        f"def build_wheel(folder, *_, **__): shutil.copy({str(made)!r}, folder); return {made.name!r}\n"
    )
    empty_environment(plugin / "venv")
    bare.run("install", "--cwd", str(plugin))
    assert list(plugin.glob("venv/lib/python*/site-packages/inner.py"))


def test_code_generators_are_refused_in_words(project: Project) -> None:
    code, said = project.attempt("package", "pack-sdk", "python", ".")
    assert code
    assert "The sandbox's language host cannot pack a Python SDK. Build it with `python -m pip wheel" in said


def test_a_new_project_is_asked_only_what_it_leaves_open(project: Project) -> None:
    template = project.root / "template"
    template.mkdir()
    (template / "Pulumi.yaml").write_text(
        "name: ${PROJECT}\ndescription: ${DESCRIPTION}\nruntime: python\ntemplate: {description: an empty project}\n"
    )
    (template / "__main__.py").write_text("")
    made = project.root / "made"
    made.mkdir()
    project.run("new", str(template), "--dir", str(made), "--yes", "--generate-only", "--name", "made")
    assert "toolchain: pip" in (made / "Pulumi.yaml").read_text()


def test_pulumi_knows_the_interpreter_and_its_toolchain(project: Project) -> None:
    about = project.about()
    assert about["runtime"]["executable"] == sys.executable
    assert about["runtime"]["version"] == platform.python_version()
    assert about["runtime"]["toolchain"] == "pip"
    assert any(package["name"] == "mlplatform" for package in about["dependencies"])
