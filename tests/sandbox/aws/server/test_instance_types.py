"""What Karpenter is told about the instance types of the emulated account."""

from typing import Any

import requests

from tests.sandbox.aws.server.account import REGION, Account


def ask(account: Account, *types: str) -> requests.Response:
    query = {"region": REGION, "type": types}
    return requests.get(f"{account.endpoint}/_sandbox/instance-types", query, timeout=30)  # pyright: ignore[reportArgumentType] the stubs want invariant lists


def described(account: Account, *types: str) -> list[dict[str, Any]]:
    return ask(account, *types).json()


def test_a_gpu_type_has_its_gpus_and_karpenters_labels(account: Account) -> None:
    (gpu,) = described(account, "g6.2xlarge")
    assert gpu["capacity"]["nvidia.com/gpu"] == "1"
    labels = {name.removeprefix("karpenter.k8s.aws/instance-"): value for name, value in gpu["labels"].items()}
    assert labels["gpu-name"] == "l4"
    assert labels["gpu-manufacturer"] == "nvidia"
    assert (labels["gpu-count"], labels["gpu-memory"]) == ("1", "22888")
    assert (labels["category"], labels["generation"], labels["family"], labels["size"]) == ("g", "6", "g6", "2xlarge")
    assert gpu["labels"]["kubernetes.io/arch"] == "amd64"


def test_a_type_without_gpus_has_no_label_about_them(account: Account) -> None:
    (plain,) = described(account, "m7i.large")
    assert not [name for name in plain["labels"] if "gpu" in name]
    assert "nvidia.com/gpu" not in plain["capacity"]


def test_pods_get_less_memory_than_the_machine_has(account: Account) -> None:
    (gpu,) = described(account, "g6.2xlarge")
    capacity, allocatable = (int(gpu[name]["memory"].removesuffix("Mi")) for name in ("capacity", "allocatable"))
    assert allocatable < capacity < 32768


def test_nodes_may_start_where_karpenter_finds_subnets(account: Account) -> None:
    assert described(account, "g6.2xlarge")[0]["zones"] == [f"{REGION}a", f"{REGION}b", f"{REGION}c"]
    subnets = account.subnets(account.vpc("10.77.0.0/16"), "10.77.0.0/24", "10.77.1.0/24")
    ec2 = account.client("ec2")
    ec2.create_tags(Resources=subnets, Tags=[{"Key": "karpenter.sh/discovery", "Value": "one"}])
    assert described(account, "g6.2xlarge")[0]["zones"] == [f"{REGION}a", f"{REGION}b"]
    ec2.delete_tags(Resources=subnets, Tags=[{"Key": "karpenter.sh/discovery"}])


def test_a_type_that_does_not_exist_is_refused_by_name(account: Account) -> None:
    answer = ask(account, "zz9.large")
    assert answer.status_code == requests.codes.not_found
    assert "zz9.large" in answer.text
