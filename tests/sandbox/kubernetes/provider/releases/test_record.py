import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sandbox.kubernetes.provider.releases.record import RECORDED_ONLY, RENDERED, ChartRecord, Entry


def entry(release: str, state: str = RENDERED) -> Entry:
    return Entry(release, "apps", "oci://example.com/charts/web", "1.0", state, "because")


def test_what_status_lists_has_these_fields(tmp_path: Path):
    ChartRecord(tmp_path / "charts.json").put(entry("web", RECORDED_ONLY))
    assert json.loads((tmp_path / "charts.json").read_text()) == [
        {
            "release": "web",
            "namespace": "apps",
            "chart": "oci://example.com/charts/web",
            "version": "1.0",
            "state": "recorded only",
            "why": "because",
        }
    ]


def test_a_release_is_listed_once_and_struck_out_when_deleted(tmp_path: Path):
    record = ChartRecord(tmp_path / "charts.json")
    record.put(entry("web", RECORDED_ONLY))
    record.put(entry("web"))
    assert record.entries() == [entry("web")]
    record.remove("apps", "web")
    assert record.entries() == []


def test_many_writers_lose_nothing(tmp_path: Path):
    def write(name: str) -> None:
        ChartRecord(tmp_path / "charts.json").put(entry(name))

    names = [f"release-{number:02}" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, names))
    assert [one.release for one in ChartRecord(tmp_path / "charts.json").entries()] == names
