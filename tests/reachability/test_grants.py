"""Of any tenants with any grants, who reaches whom is what was granted: every pair, every place, nothing more."""

from itertools import permutations, product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from components.data_classes import FLOORS
from components.names import GATEWAY
from reachability import stack
from reachability.matrix import Matrix
from reachability.network import Namespace, Pod
from stacks import platform
from stacks.model import Settings, Tenant
from stacks.rules import calls
from stacks.sections.cluster import SandboxedRuntime
from stacks.sections.fields import PLACES
from stacks.sections.services import PlatformService
from stacks.settings import load
from tests.reachability.granted import grants
from tests.reachability.stacks import read
from tests.recording import record

NAMES = ("a", "a-b", "b", "egress")
HOSTS = ("api.example.com", ".hf.co")
SERVICES = {
    "store": PlatformService(description="x", namespace="feast", labels={"app": "feast"}, ports=(6566,)),
    "cache": PlatformService(description="x", namespace="feast", labels={"app": "redis"}, ports=(6379, 6380)),
}
# One example takes seconds, and shrinking tries hundreds.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
SANDBOX = SandboxedRuntime(image_id="ami-0123456789abcdef0")


def test_no_tenant_is_called_like_a_place() -> None:
    recorded = record(lambda: platform.deploy(load("prod")), preview=False)
    assert {*Matrix(stack.read(read(recorded.resources))).places} == {GATEWAY, *PLACES}


@st.composite
def granted(draw: st.DrawFn) -> Settings:
    """Dev with tenants that agreed on some of the calls that their classes allow."""
    classes = {name: draw(st.sampled_from(list(FLOORS))) for name in NAMES}
    pairs = [(one, other) for one, other in permutations(NAMES, 2) if classes[other] in FLOORS[classes[one]].calls]
    agreed = [pair for pair in pairs if draw(st.booleans())]
    tenants = [
        Tenant.model_validate(
            {
                "name": name,
                "owner": "science",
                "data_class": classes[name],
                "model": {"format": "sklearn", "path": "v1"},
                "calls": tuple(called for caller, called in agreed if caller == name),
                "called_by": (
                    *draw(st.sampled_from([("gateway",), ()])),
                    *(caller for caller, called in agreed if called == name),
                ),
                "services": tuple(one for one in SERVICES if draw(st.booleans())),
                "hosts": tuple(one for one in HOSTS if FLOORS[classes[name]].public_addresses and draw(st.booleans())),
            }
        )
        for name in NAMES
    ]
    dev = load("dev")
    teams = {"science": next(iter(dev.teams.values()))}
    cluster = dev.cluster.model_copy(update={"sandboxed_runtime": SANDBOX})
    return dev.model_copy(update={"tenants": tuple(tenants), "teams": teams, "services": SERVICES, "cluster": cluster})


@given(granted())
@settings(max_examples=5, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
def test_who_reaches_whom_is_what_both_granted(chosen: Settings) -> None:
    assert [problem for rule in calls.RULES for problem in rule(chosen)] == []
    matrix = Matrix(stack.read(read(record(lambda: platform.deploy(chosen), preview=False).resources)))
    found = {(way.source, way.target, str(way.ports)) for way in matrix.ways()}
    assert found == set(grants(chosen.tenants))

    for tenant, (name, service) in product(chosen.tenants, SERVICES.items()):
        pods = Pod(Namespace(service.namespace, {}), service.labels)
        opened, _ = matrix.stack.between(matrix.side(tenant.name), pods)
        wanted = set(service.ports) if name in tenant.services else set[int]()
        assert {port for port in (1, 443, 6379, 6380, 6566, 8080) if ("TCP", port) in opened} == wanted
