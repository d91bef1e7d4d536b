"""User data of GPU nodes: what a node is told before it joins."""

import json
from email import message_from_string
from email.message import Message

import pytest

from components.accelerators import ACCELERATORS
from components.gpu_partitions import PROFILES
from components.node_setup import user_data


def parts(text: str | None) -> dict[str, str]:
    """The parts of a MIME archive by their kind, as cloud-init reads it."""
    assert text
    archive = message_from_string(text)
    assert archive.is_multipart()
    found: list[Message] = [one for one in archive.walk() if not one.is_multipart()]
    return {one.get_content_type(): str(one.get_payload()) for one in found}


def test_a_node_without_wishes_needs_no_user_data() -> None:
    assert user_data() is None


def test_a_node_config_asks_for_local_disks_and_parallel_pulls() -> None:
    (content,) = parts(user_data(local_disks=True, parallel_image_pull=True)).values()
    assert json.loads(content) == {
        "apiVersion": "node.eks.aws/v1alpha1",
        "kind": "NodeConfig",
        "spec": {"instance": {"localStorage": {"strategy": "RAID0"}}, "featureGates": {"FastImagePull": True}},
    }


def test_gpus_are_divided_on_every_boot_before_the_node_joins() -> None:
    found = parts(user_data(parallel_image_pull=True, mig_profile=("3g.20gb", 2)))
    script = found["text/x-shellscript-per-boot"]
    assert script.startswith("#!/bin/bash\nset -euo pipefail\ntrap 'poweroff' ERR\n")
    assert "nvidia-smi mig --create-gpu-instance=3g.20gb,3g.20gb --default-compute-instance" in script
    assert "{" not in script.replace("{ !", "").replace("{ reboot", "")
    assert "application/node.eks.aws" in found


@pytest.mark.parametrize("gpu", PROFILES, ids=lambda gpu: f"{gpu[0]} {gpu[1]}")
def test_a_gpu_that_can_be_divided_exists_and_its_parts_fit_in_it(gpu: tuple[str, int]) -> None:
    assert gpu in {(one.gpu, one.gpu_memory_mib) for one in ACCELERATORS.values()}
    for name, profile in PROFILES[gpu].items():
        compute, memory = name.split(".")
        assert profile.parts >= 2
        assert profile.parts * int(compute.removesuffix("g")) <= 7
        assert profile.parts * profile.memory_eighths <= 8
        eighth = gpu[1] / 8 / 1024
        assert abs(int(memory.removesuffix("gb")) - eighth * profile.memory_eighths) <= eighth * 0.1 + 1, name
