"""Who calls whom, in the settings: both sides agree, services and hosts are known, data goes up, never down."""

from pathlib import Path

import pytest

from components.data_classes import FLOORS
from stacks.model import Tenant
from tests.stacks.settings_text import DEV, changed, errors, load

SERVICES = """services:
  feature-store:
    description: Features of customers
    namespace: feast
    labels: {app: feast}
    ports: [6566]

teams:
"""
SANDBOX = "  sandboxed_runtime: {image_id: ami-0123456789abcdef0}\n  system_nodes:"
WINE = """  - name: wine
    owner: data-science
    data_class: public
    model: {format: sklearn, path: v1}
"""


def two(iris: str = "", wine: str = "", classes: tuple[str, str] = ("public", "public")) -> str:
    """Dev with a second tenant, both with further keys."""
    first = f"    data_class: {classes[0]}\n{iris}"
    second = WINE.replace("    data_class: public\n", f"    data_class: {classes[1]}\n{wine}")
    text = changed("    data_class: public # public | internal | confidential | restricted\n", first)
    if "restricted" in classes:
        text = text.replace("  system_nodes:", SANDBOX, 1)
    return f"{text}{second}".replace("teams:\n", SERVICES, 1)


def keys(**lists: str) -> str:
    return "".join(f"    {key}: [{names}]\n" for key, names in lists.items())


def tenants(directory: Path, text: str) -> dict[str, Tenant]:
    return {one.name: one for one in load(directory, text).tenants}


def test_the_gateway_alone_calls_a_model_by_default(tmp_path: Path) -> None:
    iris = tenants(tmp_path, DEV)["iris"]
    assert (iris.called_by, iris.calls, iris.services, iris.hosts) == (("gateway",), (), (), ())


def test_two_consents_make_a_call(tmp_path: Path) -> None:
    found = tenants(tmp_path, two(keys(calls="wine"), keys(called_by="gateway, iris")))
    assert found["iris"].calls == ("wine",)
    assert found["wine"].called_by == ("gateway", "iris")


def test_nobody_may_be_let_in(tmp_path: Path) -> None:
    assert tenants(tmp_path, two(keys(called_by="")))["iris"].called_by == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            two(keys(calls="wine")),
            "tenants[0].calls[0]: wine does not list iris, and both must agree; add iris to called_by of tenants[1]",
        ),
        (
            two(wine=keys(called_by="iris")),
            "tenants[1].called_by[0]: iris does not list wine, and both must agree; add wine to calls of tenants[0]",
        ),
        (two(keys(calls="wien")), "tenants[0].calls[0]: 'wien' is no tenant of this environment; nearest: wine"),
        (
            two(keys(called_by="gatway")),
            "tenants[0].called_by[0]: 'gatway' is no tenant of this environment; nearest: gateway",
        ),
        (two(keys(calls="gateway")), "tenants[0].calls[0]: 'gateway' is reserved for the platform"),
        (two(keys(calls="iris")), "tenants[0].calls[0]: iris is the tenant itself; its own pods need no consent"),
        (two(keys(called_by="iris")), "tenants[0].called_by[0]: iris is the tenant itself"),
        (two(keys(calls="wine, wine"), keys(called_by="iris")), "tenants[0].calls: wine is listed 2 times"),
        (two(keys(called_by="gateway, gateway")), "tenants[0].called_by: gateway is listed 2 times"),
        (two(keys(calls="'*'")), "tenants[0].calls[0]: '*' must match [a-z]"),
        (
            two(keys(services="feature-stroe")),
            "tenants[0].services[0]: 'feature-stroe' is no name in `services`; nearest: feature-store",
        ),
        (two(keys(services="feature-store, feature-store")), "tenants[0].services: feature-store is listed 2 times"),
        (
            two().replace("namespace: feast", "namespace: wine"),
            "services.feature-store.namespace: wine belongs to a tenant, which is called by consent; list it",
        ),
        (
            two().replace("namespace: feast", "namespace: wine-egress"),
            "services.feature-store.namespace: wine-egress belongs to a tenant",
        ),
        (
            two().replace("namespace: feast", "namespace: kube-system"),
            "services.feature-store.namespace: kube-system holds the platform's secrets; give the service a namespace",
        ),
        (
            two().replace("namespace: feast", "namespace: karpenter"),
            "services.feature-store.namespace: karpenter holds the platform's secrets",
        ),
        (two().replace("labels: {app: feast}", "labels: {}"), "services.feature-store.labels: needs at least 1, has 0"),
        (two().replace("ports: [6566]", "ports: []"), "services.feature-store.ports: needs 1 to 10 entries, has 0"),
        (two().replace("ports: [6566]", "ports: [0]"), "services.feature-store.ports[0]: 0 is too small; at least 1"),
        (
            two(keys(hosts="https://api.example.com")),
            "tenants[0].hosts[0]: 'https://api.example.com' is not a host name",
        ),
        (two(keys(hosts="'*.example.com'")), "tenants[0].hosts[0]: '*.example.com' is a wildcard; write .example.com"),
        (two(keys(hosts="203.0.113.7")), "tenants[0].hosts[0]: '203.0.113.7' is an address"),
        *(
            (two(keys(hosts=host)), f"tenants[0].hosts[0]: '{host}' is an endpoint of AWS, behind which everybody's")
            for host in (
                "s3.eu-west-1.amazonaws.com",
                "bucket.s3.eu-west-1.amazonaws.com",
                "s3.dualstack.eu-west-1.amazonaws.com",
                "sts.amazonaws.com",
                "s3.cn-north-1.amazonaws.com.cn",
                "sts.eu-west-1.api.aws",
                ".eu-west-1.api.aws",
                ".api.aws",
            )
        ),
        (two(keys(hosts=".s3.eu-west-1.amazonaws.com")), "tenants[0].hosts[0]: '.s3.eu-west-1.amazonaws.com' lets"),
        (two(keys(hosts="a.example.com, a.example.com")), "tenants[0].hosts: a.example.com is listed 2 times"),
        (
            two(keys(hosts="api.example.com"), classes=("restricted", "public")),
            "tenants[0].hosts: restricted data has no way to public addresses; take it out, or lower data_class",
        ),
        (
            two("    egress: [{description: x, cidr: 203.0.114.0/24, port: 443}]\n", classes=("restricted", "public")),
            "tenants[0].egress[0].cidr: restricted data has no way to public addresses; take it out",
        ),
        (
            two(keys(hosts="api.example.com")).replace("name: wine", "name: iris-egress"),
            "tenants[1].name: is the namespace of the egress proxy of iris; choose another name",
        ),
        (
            two(keys(hosts="api.example.com")).replace("nat: single", "nat: none"),
            "tenants[0].hosts: nothing leaves with network.nat: none; set network.nat, or take them out",
        ),
    ],
)
def test_a_call_that_is_not_agreed_or_leads_nowhere_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    found = errors(tmp_path, text)
    assert any(expected in line for line in found), found


def test_restricted_data_may_leave_for_private_addresses(tmp_path: Path) -> None:
    flow = "    egress: [{description: x, cidr: 10.90.4.0/24, port: 443}]\n"
    assert errors(tmp_path, two(flow, classes=("restricted", "public"))) == []


@pytest.mark.parametrize("caller", FLOORS)
@pytest.mark.parametrize("called", FLOORS)
def test_data_goes_to_classes_that_are_as_secret_or_more(tmp_path: Path, caller: str, called: str) -> None:
    found = errors(tmp_path, two(keys(calls="wine"), keys(called_by="iris"), (caller, called)))
    order = list(FLOORS)
    if order.index(called) >= order.index(caller):
        assert found == []
    else:
        assert len(found) == 1
        assert f"tenants[0].calls[0]: iris is {caller}, wine is {called}: data goes to {caller}" in found[0]
        assert found[0].endswith(" only; take it out, or change a data_class")
