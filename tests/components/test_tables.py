"""The tables: complete, consistent, and the same facts as their sources."""

from datetime import date

import pytest

from components.accelerators import ACCELERATORS, PRICES_AS_OF
from components.general_purpose import SHAPES
from components.versions import RELEASES


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
def test_a_release_goes_together(version: str) -> None:
    release = RELEASES[version]
    assert release.ami_release.startswith(f"{version}.")
    assert release.ami_alias == f"al2023@v{release.ami_release.partition('-')[2]}"
    assert release.add_ons["kube-proxy"].startswith(f"v{version}.")
    assert set(release.add_ons) == {"vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "metrics-server"}
    assert tuple(map(int, release.add_ons["vpc-cni"].split("-")[0][1:].split("."))) >= (1, 21), "strict mode needs 1.21"
