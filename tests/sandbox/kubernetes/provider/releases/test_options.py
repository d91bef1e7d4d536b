from pathlib import Path

import pytest

from sandbox.kubernetes.provider.releases.options import all_values, flags, refuse_unknown
from sandbox.provider.errors import CheckError
from sandbox.provider.values import Properties


def test_by_default_helm_waits_five_minutes():
    assert flags({}) == ["--timeout", "300s", "--wait"]


def test_options_become_flags():
    inputs = {
        "atomic": True,
        "skipCrds": True,
        "createNamespace": False,
        "timeout": 60,
        "waitForJobs": True,
        "maxHistory": 3,
    }
    assert flags(inputs) == [
        "--atomic",
        "--skip-crds",
        "--timeout",
        "60s",
        "--wait",
        "--wait-for-jobs",
        "--history-max",
        "3",
    ]


def test_who_does_not_want_to_wait_does_not():
    assert flags({"skipAwait": True, "waitForJobs": True}) == ["--timeout", "300s"]


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"chart": "a", "skipCRDs": True}, "did you mean 'skipCrds'"),
        ({"chart": "a", "postrender": "x"}, "post-renderer"),
        ({"name": "a"}, "chart: missing"),
    ],
)
def test_what_cannot_be_heeded_is_refused_by_name(inputs: Properties, words: str):
    with pytest.raises(CheckError, match=words):
        refuse_unknown(inputs)


def test_direct_values_go_over_those_of_files(tmp_path: Path):
    file = tmp_path / "values.yaml"
    file.write_text("a: 1\nb: {c: 2}\n")
    inputs = {"valueYamlFiles": [{"path": str(file)}, {"text": "b: {d: 3}"}], "values": {"b": {"c": 4}}}
    assert all_values(inputs) == {"a": 1, "b": {"c": 4, "d": 3}}
