"""Our reading of network policies against an independent analyzer's, on random clusters.

The analyzer is network-config-analyzer. It pins old libraries, so uv keeps it in an environment of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from reachability import ports
from reachability.network import Addresses, Namespace, NetworkPolicies, Pod, Policy, Side
from reachability.ports import Ports
from tests.reachability.random_policies import Manifest, cluster

CLUSTERS = 500
ANALYZE = (Path(sys.executable).parent / "uv", "tool", "run", "--from", "network-config-analyzer==2.1.0", "python")
# One address of every part that the random blocks and their exceptions cut the world into.
OUTSIDE = ("8.8.8.8", "8.8.8.9", "8.8.9.9", "8.9.9.9", "93.184.1.1", "1.1.1.1")
Rule = Mapping[str, Any]


@pytest.fixture(scope="module")
def clusters() -> list[list[Manifest]]:
    return [cluster(Random(seed)) for seed in range(CLUSTERS)]  # noqa: S311 nothing is kept secret with it


@pytest.fixture(scope="module")
def answers(clusters: list[list[Manifest]], tmp_path_factory: pytest.TempPathFactory) -> list[list[Rule]]:
    folder = tmp_path_factory.mktemp("clusters")
    for number, manifests in enumerate(clusters):
        (folder / f"{number:04}.yaml").write_text("\n---\n".join(map(json.dumps, manifests)), encoding="utf-8")
    script = Path(__file__).with_name("analyze.py")
    done = subprocess.run([*ANALYZE, script, folder], capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return [found[key][0]["explanation"][0]["rules"] for key in sorted(found)]


def test_both_say_the_same_of_every_pair_and_every_port(
    clusters: list[list[Manifest]], answers: list[list[Rule]]
) -> None:
    compared = 0
    for seed, (manifests, rules) in enumerate(zip(clusters, answers, strict=True)):
        sides, policies = read(manifests)
        theirs = by_pair(rules, sides)
        for source in sides:
            for target in sides:
                if source != target and (is_pod(source) or is_pod(target)):
                    ours, why = policies.between(sides[source], sides[target])
                    expected = theirs.get((source, target), ports.NONE)
                    assert ours == expected, f"seed {seed}: {source} -> {target}: {ours} != {expected} ({why})"
                    compared += 1
    assert compared > 40 * CLUSTERS


def is_pod(side: str) -> bool:
    return "/" in side


def read(manifests: list[Manifest]) -> tuple[dict[str, Side], NetworkPolicies]:
    """The sides of a cluster by name, and its policies."""
    of_kind: dict[str, list[Manifest]] = {"Namespace": [], "Pod": [], "NetworkPolicy": []}
    for one in manifests:
        of_kind[one["kind"]].append(one)
    spaces = {
        one["metadata"]["name"]: Namespace(one["metadata"]["name"], one["metadata"]["labels"])
        for one in of_kind["Namespace"]
    }
    sides: dict[str, Side] = {
        f"{one['metadata']['namespace']}/{one['metadata']['name']}": Pod(
            spaces[one["metadata"]["namespace"]], one["metadata"]["labels"], named_ports(one)
        )
        for one in of_kind["Pod"]
    }
    sides |= {address: Addresses((ip_network(address),)) for address in OUTSIDE}
    return sides, NetworkPolicies(map(Policy.read, of_kind["NetworkPolicy"]), ())


def named_ports(pod: Manifest) -> dict[str, tuple[str, int]]:
    declared = pod["spec"]["containers"][0]["ports"]
    return {one["name"]: (one.get("protocol", "TCP"), one["containerPort"]) for one in declared}


def by_pair(rules: list[Rule], sides: Mapping[str, Side]) -> dict[tuple[str, str], Ports]:
    """What the analyzer's rules open, for every pair of sides."""
    found: dict[tuple[str, str], Ports] = {}
    for rule in rules:
        opened = Ports.union(map(connection, rule["connection"]))
        for source in covered(rule, "src", sides):
            for target in covered(rule, "dst", sides):
                found[source, target] = Ports.union([found.get((source, target), ports.NONE), opened])
    return found


def covered(rule: Rule, side: str, sides: Mapping[str, Side]) -> Iterator[str]:
    spaces, pods = rule.get(f"{side}_ns", []), rule.get(f"{side}_pods", [])
    blocks = [ip_network(one) for one in rule.get(f"{side}_ip_block", [])]
    for name, one in sides.items():
        if isinstance(one, Addresses):
            if any(address.subnet_of(cast("Any", block)) for address in one.ranges for block in blocks):
                yield name
        elif one.namespace.name in spaces and ("*" in pods or name.partition("/")[2] in pods):
            yield name


def connection(said: str | Rule) -> Ports:
    if isinstance(said, str):
        assert said == "All connections", said
        return ports.EVERY
    numbers = [str(one).partition("-") for one in said.get("dst_ports", [f"1-{ports.LAST}"])]
    return Ports.union(
        Ports.of(protocol, int(first), int(last) if last else None)
        for protocol in said["protocols"].split(", ")
        for first, _, last in numbers
    )
