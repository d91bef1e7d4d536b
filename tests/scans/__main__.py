"""`make scan`: Checkov over what an environment declares; exit code 1 if it finds something unexplained."""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from stacks import settings
from tests.recording import RecordedResource, record_environment
from tests.scans.terraform_plan import plan

# Not among the project's own packages: it pins an old boto3. uv keeps it in an environment of its own.
CHECKOV = ("uv", "tool", "run", "--from", "checkov==3.3.30", "checkov")
EXCEPTIONS = Path(__file__).with_name("exceptions.toml")


class Finding(NamedTuple):
    """A check that failed for a resource."""

    check: str
    resource: str
    text: str


def scan(resources: list[RecordedResource], directory: Path) -> tuple[int, list[Finding]]:
    """Number of checks that passed, and what failed."""
    plan_file, manifests = directory / "plan.json", directory / "manifests.yaml"
    plan_file.write_text(json.dumps(plan(resources)), encoding="utf-8")
    objects = [each.props for each in resources if each.custom and "apiVersion" in each.props]
    manifests.write_text("\n---\n".join(map(json.dumps, objects)), encoding="utf-8")  # JSON is YAML
    reports = [_checkov(plan_file, "terraform_plan"), _checkov(manifests, "kubernetes")]
    failed = [
        Finding(one["check_id"], one["resource"], one["check_name"])
        for report in reports
        for one in report["results"]["failed_checks"]
    ]
    return sum(report["summary"]["passed"] for report in reports), failed


def unexplained(found: list[Finding], exceptions: Mapping[str, Any]) -> Iterator[str]:
    """Findings without an exception, and exceptions without a finding."""
    explained = {
        one
        for one in found
        for pattern in exceptions.get(one.check, {}).get("resources", [])
        if fnmatchcase(one.resource, pattern)
    }
    yield from (f"{one.check} {one.resource}: {one.text}" for one in found if one not in explained)
    for check in exceptions.keys() - {one.check for one in explained}:
        yield f"{check}: nothing is found any more; take it out of {EXCEPTIONS.name}"


def _checkov(file: Path, framework: str) -> Any:
    arguments = ["--file", str(file), "--framework", framework, "--output", "json", "--soft-fail", "--skip-download"]
    done = subprocess.run([*CHECKOV, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> int:
    """Scan the environments that are named, prod by default."""
    exceptions = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    known = settings.environments()
    result = 0
    for environment in sys.argv[1:] or ["prod"]:
        if environment not in known:
            sys.stderr.write(f"there is no environment {environment!r}; there are {', '.join(known)}\n")
            return 2
        resources = record_environment(environment, preview=False)
        with tempfile.TemporaryDirectory() as directory:
            passed, found = scan(resources, Path(directory))
        wrong = list(unexplained(found, exceptions))
        kinds = len({each.type for each in resources if each.custom})
        sys.stdout.write(
            f"{environment}: {len(resources)} resources of {kinds} types, {passed} checks passed, "
            f"{len(found) - len(wrong)} findings explained, {len(wrong)} not\n"
        )
        sys.stdout.writelines(f"  {line}\n" for line in wrong)
        result = result or int(bool(wrong) or not passed)
    return result


if __name__ == "__main__":
    sys.exit(main())
