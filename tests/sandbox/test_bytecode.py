"""Compiled modules are kept, but not next to their sources."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from sandbox import bytecode
bytecode.keep()
sys.path.insert(0, sys.argv[1])
import theirs
print(Path(theirs.__cached__).exists())
"""


def run(folder: Path, **variables: str) -> str:
    (folder / "theirs.py").write_text("")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    return subprocess.run(command, env=inherited | variables, capture_output=True, text=True, check=True).stdout.strip()


def test_where_python_may_not_write_next_to_sources_it_keeps_what_it_compiled_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert run(tmp_path, PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX=str(elsewhere)) == "True"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["elsewhere"]


def test_where_python_may_write_next_to_sources_nothing_changes(tmp_path: Path) -> None:
    assert run(tmp_path) == "True"
    assert list((tmp_path / "__pycache__").glob("theirs.*.pyc"))


def test_without_a_folder_of_the_users_it_is_the_virtual_environments() -> None:
    program = "import os, sys; from sandbox import bytecode; bytecode.keep(); print(os.environ['PYTHONPYCACHEPREFIX'])"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    inherited["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run([sys.executable, "-c", program], env=inherited, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(Path(sys.prefix) / "bytecode")
