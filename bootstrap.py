"""Makes `.venv` with the locked dependencies; standard library only, since it runs before anything is installed."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements-dev.txt"
MINIMUM = (3, 11)


def fail(problem: str, fix: str) -> None:
    """Says what is wrong and what to do, and ends with exit code 1."""
    sys.exit(f"error: {problem}\n  fix: {fix}")


def run(step: str, *command: str) -> None:
    """Runs one step; its output is shown only when it fails."""
    print(f"  {step} …", file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in done.stdout.strip().splitlines()[-12:])
        fail(
            f"{step}: exit code {done.returncode}\n{tail}",
            "see the last lines above (no network or package registry? disk full? Debian without `python3-venv`?), "
            "then run the same command again",
        )


def install(fingerprint: str, marker: Path) -> None:
    """Installs the locked requirements; the marker is written last, so an interrupted install is done again."""
    print("Installing the locked Python dependencies into .venv (once, about a minute)", file=sys.stderr, flush=True)
    marker.unlink(missing_ok=True)
    run("creating .venv", sys.executable, "-m", "venv", str(VENV))
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run("downloading and verifying packages", *pip, "--require-hashes", "--requirement", str(REQUIREMENTS))
    run("installing mlplatform itself", *pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    marker.write_text(fingerprint)


def main() -> None:
    """Installs when the lock file changed since the last time; two at once wait for each other."""
    if sys.version_info < MINIMUM:
        found = ".".join(str(part) for part in sys.version_info[:3])
        fail(
            f"Python {found} is too old; mlplatform needs {MINIMUM[0]}.{MINIMUM[1]} or newer",
            "install a newer Python and run `make PYTHON=python3.12 up`",
        )
    fingerprint = hashlib.sha256(REQUIREMENTS.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    VENV.mkdir(exist_ok=True)
    marker = VENV / ".installed"
    with (VENV / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another install into .venv …", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not marker.exists() or marker.read_text() != fingerprint:
            install(fingerprint, marker)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("interrupted; run the same command again, it goes on where it stopped")
    except OSError as error:
        fail(f"cannot install into {VENV}: {error}", "free disk space or repair permissions, then run it again")
