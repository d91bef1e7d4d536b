"""Base images: what people start from is known, not root, and passes the lint of Dockerfiles."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from components.base_images import BASE_IMAGES, matrix
from components.pod_security import restricted_pod

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILES = sorted((ROOT / "images").glob("*/Dockerfile"))
every_dockerfile = pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.parent.name)


def test_every_language_is_there_on_cpu_and_on_cuda() -> None:
    languages = ("python", "r", "julia", "java", "cpp")
    assert set(BASE_IMAGES) == {f"{language}-{device}" for language in languages for device in ("cpu", "cuda")}
    assert {file.parent.name for file in DOCKERFILES} == set(languages)


@pytest.mark.parametrize("name", BASE_IMAGES)
def test_a_base_names_its_registry_and_a_version(name: str) -> None:
    image = BASE_IMAGES[name]
    for source in filter(None, (image.base, image.toolchain)):
        assert re.fullmatch(r"[a-z.]+\.[a-z]+/[a-z/]+:[0-9][a-z0-9.-]+", source)
    assert ("-cuda" in name) == bool(image.cuda) == (f"cuda:{image.cuda}." in image.base)


@every_dockerfile
def test_hadolint_finds_nothing(file: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, "--no-color", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@every_dockerfile
def test_an_image_runs_as_the_user_of_the_tenants_pods(file: Path) -> None:
    pod = restricted_pod()
    users = re.findall(r"^USER (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert users == [f"{pod['runAsUser']}:{pod['runAsGroup']}"]


@every_dockerfile
def test_every_stage_starts_from_what_ci_resolves_to_a_digest(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    bases = set(re.findall(r"^FROM \$\{(\w+)\}", text, re.MULTILINE))
    assert len(re.findall(r"^FROM ", text, re.MULTILINE)) == len(bases)
    given = {
        name for name, one in (("BASE", "base"), ("TOOLCHAIN", "toolchain"))
        for entry in matrix() if entry["context"] == f"images/{file.parent.name}" and entry[one]
    }  # fmt: skip
    assert bases == given
