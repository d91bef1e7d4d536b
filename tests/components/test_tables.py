"""The tables: complete, consistent, and the same facts as their sources."""

import re
from datetime import date
from itertools import pairwise

import pytest

from components import gpu_drivers, versions
from components.accelerators import ACCELERATORS, PRICES_AS_OF
from components.general_purpose import SHAPES
from components.gpu_drivers import DRIVERS
from components.versions import ADD_ONS, RELEASES, AddOn, Chart


def test_prices_carry_their_date() -> None:
    assert date.fromisoformat(PRICES_AS_OF) < date(2026, 12, 31)


@pytest.mark.parametrize("name", ACCELERATORS)
def test_an_accelerator_has_gpus_memory_and_a_plausible_price(name: str) -> None:
    accelerator = ACCELERATORS[name]
    assert accelerator.gpus in (1, 2, 4, 8)
    assert accelerator.gpu_memory_mib >= 16 * 1024
    assert accelerator.usd_per_hour is None or 0.1 < accelerator.usd_per_hour / accelerator.gpus < 20


def test_no_instance_type_is_in_both_tables() -> None:
    assert not ACCELERATORS.keys() & SHAPES.keys()


@pytest.mark.parametrize("version", RELEASES)
def test_the_driver_of_a_release_is_known_and_supported_as_long_as_kubernetes_is(version: str) -> None:
    release = RELEASES[version]
    assert DRIVERS[release.gpu_driver].supported_until >= release.standard_support_until[:7]


@pytest.mark.parametrize(("branch", "newest", "too_new"), [("570", "12.9", "13.0"), ("580", "13.2", "14.0")])
def test_a_driver_runs_cuda_up_to_its_major_version(branch: str, newest: str, too_new: str) -> None:
    assert gpu_drivers.runs(branch, "11.8")
    assert gpu_drivers.runs(branch, newest)
    assert not gpu_drivers.runs(branch, too_new)


@pytest.mark.parametrize("version", RELEASES)
def test_a_release_goes_together(version: str) -> None:
    release = RELEASES[version]
    assert release.ami_release.startswith(f"{version}.")
    assert release.ami_alias == f"al2023@v{release.ami_release.partition('-')[2]}"
    assert release.add_ons["kube-proxy"].startswith(f"v{version}.")
    assert tuple(map(int, release.add_ons["vpc-cni"].split("-")[0][1:].split("."))) >= (1, 21), "strict mode needs 1.21"
    assert tuple(map(int, release.add_ons["aws-ebs-csi-driver"].split("-")[0][1:].split("."))) >= (1, 58), "own tag"


def test_every_release_has_one_version_of_every_add_on() -> None:
    names = {add_on.name for add_on in ADD_ONS}
    for version, release in RELEASES.items():
        fitting = [add_on.name for add_on in ADD_ONS if version in add_on.kubernetes]
        assert sorted(fitting) == sorted(names) == sorted(release.add_ons)


@pytest.mark.parametrize("add_on", ADD_ONS, ids=lambda add_on: f"{add_on.name} {add_on.version}")
def test_an_add_on_says_where_its_version_comes_from_and_when(add_on: AddOn) -> None:
    assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", add_on.version)
    assert set(add_on.kubernetes) <= RELEASES.keys()
    assert re.search(r"20\d\d-\d\d", add_on.source)


def test_no_upgrade_takes_an_add_on_back() -> None:
    def numbers(version: str) -> tuple[int, ...]:
        return tuple(map(int, re.findall(r"\d+", version)))

    for older, newer in pairwise(RELEASES.values()):
        for name, version in older.add_ons.items():
            assert numbers(newer.add_ons[name]) >= numbers(version), name


def test_releases_follow_each_other_minor_by_minor() -> None:
    minors = [int(version.partition(".")[2]) for version in RELEASES]
    assert minors == list(range(minors[0], minors[0] + len(minors)))


def test_charts_are_pinned_to_one_exact_version() -> None:
    charts = [value for value in vars(versions).values() if isinstance(value, Chart)]
    assert charts
    assert all(re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version) for chart in charts)
