"""A tenant's own nodes: large enough for a replica, enough for the quota, and no more than one beyond."""

from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from components.general_purpose import SHAPES
from components.tenant_machines import FAMILIES, SIZES, largest_replica, machines, room

CPUS = st.integers(1, 155).map(lambda tenths: tenths / 10)
GIB = st.integers(1, 51).map(float)


def test_all_families_are_alike_so_that_a_cap_in_cpus_is_a_cap_in_nodes() -> None:
    for size in SIZES:
        assert len({(SHAPES[f"{one}.{size}"].vcpus, SHAPES[f"{one}.{size}"].memory_gib) for one in FAMILIES}) == 1


def test_a_small_model_gets_the_smallest_nodes() -> None:
    found = machines((0.5, 1), 1, (2, 4))
    assert found
    assert (found.size, found.most) == ("large", 3)
    assert found.instance_types == ["m7i.large", "m6i.large", "m7a.large"]
    assert found.limits == {"cpu": "6", "memory": "24Gi", "nodes": "3"}


def test_a_replica_larger_than_every_node_gets_none() -> None:
    cpus, gib = largest_replica()
    assert machines((cpus, gib), 1, (16, 64)) is not None
    assert machines((cpus + 0.1, 1), 1, (16, 64)) is None
    assert machines((1, gib + 1), 1, (16, 64)) is None


@given(CPUS, GIB, st.integers(1, 20), st.integers(1, 4))
def test_the_nodes_hold_every_replica_and_the_quota_and_little_more(
    cpus: float, gib: float, replicas: int, spare: int
) -> None:
    quota = (cpus * replicas * spare, gib * replicas * spare)
    found = machines((cpus, gib), replicas, quota)
    assert found
    of_each = room(found.size)
    per_node = int(min(of_each[0] / cpus, of_each[1] / gib))
    assert per_node >= 1
    assert per_node * found.most >= replicas
    assert found.most * of_each[0] >= quota[0]
    assert found.most * of_each[1] >= quota[1]
    assert found.most <= max(ceil(replicas / per_node), ceil(quota[0] / of_each[0]), ceil(quota[1] / of_each[1])) + 1
