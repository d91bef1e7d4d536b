"""Files and directories that only their owner can read."""

import os
import tempfile
from pathlib import Path


def make_private_directory(path: Path) -> Path:
    """Create the directory and its parents, closed to everybody else."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def write_private(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    """Replace the file in one step: a reader sees the old content or the new one, never half of it."""
    make_private_directory(path.parent)
    # mkstemp creates the file with mode 0600, so there is no moment in which others could open it.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
