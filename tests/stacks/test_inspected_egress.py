"""The settings of an inspected way out: what they let through, what they refuse, what it costs."""

from pathlib import Path

import pytest

from components.egress_hosts import REGISTRIES, covers, platform_hosts
from components.egress_rules import HOSTS_CAPACITY
from stacks import cost, settings
from stacks.rules import inspection
from tests.stacks.settings_text import DEV, PROD, changed, errors, load

MODE = "    mode: inspected\n"
VPC = "vpc_cidr: 10.22.0.0/16"
IMAGE = "ghcr.io/team/model@sha256:" + "0" * 64


def listing(*hosts: str) -> str:
    return changed(MODE, f"{MODE}    allowed_hosts: [{', '.join(hosts)}]\n", PROD)


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (['"*"'], "network.egress.allowed_hosts[0]: '*' is a wildcard; write .example.com for a domain and all below"),
        (['"*.com"'], "'*.com' is a wildcard; write .example.com"),
        (['"*.example.org"'], "'*.example.org' is a wildcard; write .example.org for a domain and all below it"),
        (['"api-*.example.org"'], "is a wildcard"),
        (["8.8.8.8"], "'8.8.8.8' is an address; the firewall looks at names of hosts"),
        (["8.8.8.0/24"], "'8.8.8.0/24' is an address"),
        (['"2001:db8::1"'], "'2001:db8::1' is an address"),
        (['"[2001:db8::1]"'], "is an address"),
        (["https://pypi.org"], "'https://pypi.org' is not a host name; write it without protocol, port and path"),
        (['"pypi.org:443"'], "'pypi.org:443' is not a host name"),
        (["pypi.org/simple"], "'pypi.org/simple' is not a host name"),
        (["PyPI.org"], "'PyPI.org' has capital letters; write pypi.org"),
        (["pypi..org"], "is not a host name"),
        (["-pypi.org"], "is not a host name"),
        (['"pypi.org."'], "is not a host name"),
        (["..example.com"], "is not a host name"),
        (["."], "is not a host name"),
        (['""'], "is not a host name"),
        (["a" * 64 + ".org"], "is not a host name"),
        (["p\u0443pi.org"], "U+0443"),
        (["localhost"], "'localhost' lets through hosts of everybody; name the host that is meant"),
        ([".com"], "'.com' lets through hosts of everybody"),
        ([".co.uk"], "'.co.uk' lets through hosts of everybody"),
        ([".amazonaws.com"], "'.amazonaws.com' lets through hosts of everybody"),
        ([".s3.eu-west-1.amazonaws.com"], "lets through hosts of everybody"),
        ([".github.io"], "'.github.io' lets through hosts of everybody"),
        ([".blob.core.windows.net", ".windows.net"], "'.windows.net' lets through hosts of everybody"),
        (["pypi.org", "pypi.org"], "network.egress.allowed_hosts: pypi.org is listed 2 times"),
        ([".pypi.org", "files.pypi.org"], "allowed_hosts[1]: files.pypi.org is covered by .pypi.org already; take one"),
        (["pypi.org", ".pypi.org"], "allowed_hosts[0]: pypi.org is covered by .pypi.org already"),
        ([".a.example.com", ".example.com"], ".a.example.com is covered by .example.com already"),
        (["cdn01.quay.io"], "cdn01.quay.io is let through already: the platform itself needs it; take it out"),
        (["iam.amazonaws.com"], "iam.amazonaws.com is let through already"),
        ([f"h{i}.example.com" for i in range(201)], "needs at most 200 entries, has 201"),
    ],
)
def test_a_host_that_is_none_or_too_wide_is_refused(tmp_path: Path, hosts: list[str], expected: str) -> None:
    found = errors(tmp_path, listing(*hosts), "prod")
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize(
    "host", ["pypi.org", ".example.com", "my-bucket.s3.eu-west-1.amazonaws.com", "xn--p1ai.example"]
)
def test_a_host_or_a_domain_of_somebody_is_taken(tmp_path: Path, host: str) -> None:
    assert load(tmp_path, listing(host), "prod").network.egress.allowed_hosts == (host,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            changed("nat: per_zone", "nat: none", PROD),
            "network.egress.mode: nothing leaves with network.nat: none, so there is nothing to inspect; write open",
        ),
        (
            changed("nat: per_zone\n", "nat: per_zone\n  interface_endpoints: [s3, sts]\n", PROD),
            "network.interface_endpoints: an inspected way out lets no calls of AWS services through; missing: ecr.api",
        ),
        (
            changed(MODE, "    mode: open\n    allowed_hosts: [pypi.org]\n", PROD),
            "network.egress.allowed_hosts: has no effect while network.egress.mode is open",
        ),
        (
            changed(MODE, "    mode: closed\n", PROD),
            "network.egress.mode: 'closed' is not one of 'open' or 'inspected'",
        ),
        (changed(MODE, "    mode: inspected\n    hosts: []\n", PROD), "network.egress.hosts"),
        (
            changed(
                "    data_class: public",
                "    egress: [{description: x, cidr: 203.0.114.0/24, port: 5432}]\n    data_class: public",
                PROD,
            ),
            "tenants[0].egress[0].port: port 5432 of the Internet is closed by network.egress; 80 and 443 pass",
        ),
        (
            changed("      path: v1", f"      path: v1\n      image: {IMAGE}", PROD),
            "tenants[0].model.image: network.egress closes the way to ghcr.io; use ECR, or add it",
        ),
    ],
)
def test_what_cannot_work_behind_a_firewall_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    found = errors(tmp_path, text, "prod")
    assert any(expected in line for line in found), found


def test_an_existing_vpc_is_inspected_by_its_owners(tmp_path: Path) -> None:
    ids = [f"subnet-{digit * 17}" for digit in "1234567"]
    existing = (
        f"{VPC}\n  existing:\n    vpc_id: vpc-{'0' * 17}\n    private_subnet_ids: [{', '.join(ids[:3])}]\n"
        f"    pod_subnet_ids: [{', '.join(ids[3:6])}]\n    endpoint_subnets: {{{ids[6]}: 10.22.9.0/26}}"
    )
    found = errors(tmp_path, changed(VPC, existing, PROD), "prod")
    assert len(found) == 1
    assert "network.egress.mode: an existing VPC has its own ways out, which its owners inspect; write open" in found[0]


@pytest.mark.parametrize("host", ["ghcr.io", ".ghcr.io"])
def test_an_image_comes_from_a_registry_that_is_let_through(tmp_path: Path, host: str) -> None:
    text = listing(host).replace("      path: v1", f"      path: v1\n      image: {IMAGE}", 1)
    assert errors(tmp_path, text, "prod") == []


@pytest.mark.parametrize("cidr", ["203.0.114.0/24", "10.90.7.0/24"])
def test_private_networks_and_https_stay_open_to_tenants(tmp_path: Path, cidr: str) -> None:
    port = 443 if cidr.startswith("203.") else 5432
    flow = f"    egress: [{{description: x, cidr: {cidr}, port: {port}}}]\n    data_class: public"
    assert errors(tmp_path, changed("    data_class: public", flow, PROD), "prod") == []


@pytest.mark.parametrize("nat", ["single", "per_zone"])
def test_another_environment_may_inspect_too(tmp_path: Path, nat: str) -> None:
    text = changed("nat: single\n", f"nat: {nat}\n  egress: {{mode: inspected, deletion_protection: false}}\n")
    text = text.replace(
        DEV[DEV.index("  interface_endpoints:") : DEV.index("\n", DEV.index("  interface_endpoints:"))], ""
    )
    assert load(tmp_path, text).network.egress.mode == "inspected"


def test_the_platforms_own_hosts_need_no_mention() -> None:
    hosts = inspection.platform_hosts(settings.load("prod"))
    assert {"iam.amazonaws.com", "api.pricing.eu-central-1.amazonaws.com", "registry-1.docker.io"} <= {*hosts}
    assert len({*hosts}) == len(hosts)
    assert not any(host in {".amazonaws.com", ".com"} for host in hosts)
    without_pools = platform_hosts("aws", "eu-west-1", autoscaled=False)
    assert without_pools == [host for registry in REGISTRIES.values() for host in registry]


@pytest.mark.parametrize(
    ("partition", "region", "expected"),
    [
        ("aws", "us-west-2", "api.pricing.us-east-1.amazonaws.com"),
        ("aws", "ap-southeast-2", "api.pricing.ap-south-1.amazonaws.com"),
        ("aws-cn", "cn-north-1", "api.pricing.cn-northwest-1.amazonaws.com.cn"),
        ("aws-us-gov", "us-gov-west-1", "iam.us-gov.amazonaws.com"),
    ],
)
def test_prices_are_asked_for_where_the_region_finds_them(partition: str, region: str, expected: str) -> None:
    assert expected in platform_hosts(partition, region, autoscaled=True)


@pytest.mark.parametrize(
    ("allowed", "host", "expected"),
    [
        (".example.com", "a.example.com", True),
        (".example.com", "example.com", True),
        (".example.com", ".a.example.com", True),
        (".example.com", "notexample.com", False),
        ("example.com", "a.example.com", False),
        ("example.com", ".example.com", False),
        ("example.com", "example.com", True),
    ],
)
def test_a_domain_covers_itself_and_all_below_it(allowed: str, host: str, expected: bool) -> None:  # noqa: FBT001
    assert covers(allowed, host) is expected


def test_the_longest_list_of_hosts_fits_into_the_rule_group() -> None:
    assert (200 + len(platform_hosts("aws", "eu-west-1", autoscaled=True))) * 2 <= HOSTS_CAPACITY


@pytest.mark.parametrize(("nat", "endpoints"), [("per_zone", 3), ("single", 1)])
def test_a_firewall_costs_by_the_zone_and_spares_the_hours_of_its_nat_gateway(nat: str, endpoints: int) -> None:
    prod = settings.load("prod")
    network = prod.network.model_copy(update={"nat": nat})
    lines = {line.what: line.idle for line in cost.hourly(prod.model_copy(update={"network": network}))}
    assert lines["egress firewall"] == pytest.approx(endpoints * 0.395)
    assert lines["NAT gateways, with their addresses"] == pytest.approx(endpoints * 0.005)
    assert {line.what: line.idle for line in cost.hourly(settings.load("dev"))}["egress firewall"] == 0
