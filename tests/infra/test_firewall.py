"""`mlplatform firewall` on stacks as Pulumi prints them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from infra.cli.app import app
from infra.cli.console import CommandError
from tests.recording import record_environment


def exported(environment: str = "prod") -> dict[str, Any]:
    states = [
        {"type": one.type, "urn": one.urn, "inputs": one.props, "propertyDependencies": one.property_dependencies}
        for one in record_environment(environment, preview=False)
    ]
    return {"version": 3, "deployment": {"resources": json.loads(json.dumps(states))}}


def unlocked() -> dict[str, Any]:
    """Prod after somebody took the locks off a tenant's role, and off the buckets and keys."""
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    state = exported()
    for one in state["deployment"]["resources"]:
        if one["urn"].endswith("::tenant-iris-identity-data"):
            one["inputs"]["policy"] = json.dumps(everything)
        if one["urn"].endswith("-store-key-key"):
            owner = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}
            one["inputs"]["policy"] = json.dumps({"Statement": [{**owner, "Action": "kms:*", "Resource": "*"}]})
        if one["urn"].endswith("-store-objects-policy"):
            one["inputs"]["policy"] = json.dumps({"Statement": []})
        if one["urn"].endswith("::tenant-iris-identity-pod-identity-role"):
            del one["inputs"]["permissionsBoundary"]
    return state


@pytest.fixture
def prod(tmp_path: Path) -> Path:
    return written(tmp_path, exported())


@pytest.fixture
def test(tmp_path: Path) -> Path:
    (tmp_path / "test").mkdir()
    return written(tmp_path / "test", exported("test"))


def written(folder: Path, value: object) -> Path:
    file = folder / "stack.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(app, ["firewall", *map(str, arguments)], input=stdin, catch_exceptions=False)


def refusal(*arguments: object) -> CommandError:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return refused.value


def test_tenants_of_prod_reach_what_they_are_given_and_not_each_other(prod: Path) -> None:
    shown = json.loads(run("--from", prod, "--json").stdout)
    assert shown["tenants"] == ["iris", "sentiment"]
    assert {(one["from"], one["to"], one["ports"]) for one in shown["ways"]} == {
        way
        for tenant in ("iris", "sentiment")
        for way in (
            ("gateway", tenant, "TCP 8080"),
            (tenant, "dns", "TCP 53, UDP 53"),
            (tenant, "credentials", "TCP 80"),
            (tenant, "endpoints", "TCP 443"),
        )
    }
    assert shown["models"] == []


def test_hosts_on_the_internet_are_met_through_a_proxy_that_is_a_way_of_its_own(test: Path) -> None:
    shown = json.loads(run("--from", test, "--json").stdout)
    ways = {(one["from"], one["to"], one["ports"]) for one in shown["ways"]}
    assert {one for one in ways if "sentiment-egress" in one} == {
        ("sentiment", "sentiment-egress", "TCP 3128"),
        ("sentiment-egress", "dns", "TCP 53, UDP 53"),
        ("sentiment-egress", "internet", "TCP 443"),
        *(("sentiment-egress", f"{host}:443", "TCP 443") for host in ("huggingface.co", "hf.co", "*.hf.co")),
    }
    assert shown["proxies"] == {"sentiment-egress": ["huggingface.co:443", "hf.co:443", "*.hf.co:443"]}
    assert ("sentiment", "internet", "TCP 443") not in ways


def test_a_table_is_for_people(prod: Path) -> None:
    shown = run("--from", prod).stdout
    assert "gateway TCP 8080" in shown
    assert "No tenant reaches another, and none reads another's model." in shown


def test_a_call_that_both_agreed_to_is_said_with_both_rules(test: Path) -> None:
    shown = run("--from", test).stdout
    assert "sentiment meets huggingface.co:443, hf.co:443, *.hf.co:443 through sentiment-egress" in shown
    assert "by proxy" in shown
    assert "iris reaches sentiment: TCP 8080 (iris/to-tenant-sentiment egress rule 1; sentiment/from-tenant" in shown


def test_a_host_that_a_change_lists_is_seen(test: Path, tmp_path: Path) -> None:
    state = exported("test")
    for one in state["deployment"]["resources"]:
        if one["urn"].endswith("::tenant-sentiment-egress-config"):
            data = one["inputs"]["data"]
            data["envoy.json"] = data["envoy.json"].replace(
                '"huggingface.co:443"', '"huggingface.co:443", "x.example:443"'
            )
    (tmp_path / "after").mkdir()
    shown = run("diff", test, written(tmp_path / "after", state)).stdout
    assert shown.startswith("+ sentiment-egress → x.example:443: nothing → TCP 443")


def test_a_proxy_whose_hosts_nobody_knows_leads_to_every_host(tmp_path: Path) -> None:
    state = exported("test")
    resources = state["deployment"]["resources"]
    kept = [one for one in resources if not one["urn"].endswith("::tenant-sentiment-egress-config")]
    state["deployment"]["resources"] = kept
    assert "sentiment meets every host through sentiment-egress" in run("--from", written(tmp_path, state)).stdout


def test_a_preview_is_read_too(tmp_path: Path) -> None:
    steps: list[dict[str, Any]] = [
        {"op": "create", "newState": state} for state in exported("dev")["deployment"]["resources"]
    ]
    steps.append({"op": "delete", "oldState": {}, "newState": None})
    shown = run("--from", written(tmp_path, {"steps": steps}), "--json").stdout
    assert json.loads(shown)["tenants"] == ["iris"]


def test_a_preview_that_leaves_out_what_stays_is_refused(tmp_path: Path) -> None:
    steps = [{"op": "create", "newState": state} for state in exported("dev")["deployment"]["resources"]]
    file = written(tmp_path, {"steps": steps, "changeSummary": {"create": len(steps), "same": 2}})
    refused = refusal("--from", file)
    assert "leaves out 2 resources" in refused.what
    assert "--show-sames" in refused.fix


def test_standard_input_is_read_too() -> None:
    assert json.loads(run("--from", "-", "--json", stdin=json.dumps(exported("dev"))).stdout)["tenants"] == ["iris"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("gateway", "iris", "8080"), "allowed\n  envoy-gateway-system/gateway-proxies egress rule"),
        (("iris", "metadata", "80"), "denied\n  cluster policy mlplatform-tenants egress rule 2 denies it"),
        (("iris", "internet", "443"), "denied\n  no egress rule of iris allows it"),
        (("iris", "dns", "udp/53"), "allowed"),
        (("iris", "10.22.224.9", "443"), "allowed\n  iris/to-endpoints egress rule 1"),
        (("iris", "10.22.224.9", "80"), "denied\n  iris reaches 10.22.224.9 at TCP 443 only"),
        (
            ("iris", "sentiment", "443"),
            "iris reads the model of sentiment: denied\n  tenant-iris-identity-data, statement",
        ),
    ],
)
def test_an_explanation_names_the_rule_or_its_absence(prod: Path, asked: tuple[str, ...], said: str) -> None:
    assert said in run("explain", *asked, "--from", prod).stdout


def test_an_explanation_is_for_machines_too(prod: Path) -> None:
    answer = json.loads(run("explain", "iris", "sentiment", "443", "--from", prod, "--json").stdout)
    assert answer["allowed"] is False
    assert answer["reads_model"]["allowed"] is False


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("drop the default deny", "internet"),
        ("open the metadata service", "metadata"),
        ("open the range of the pods", "sentiment"),
    ],
)
def test_an_opened_firewall_is_seen(tmp_path: Path, change: str, seen: str) -> None:
    state = exported()
    resources = [one for one in state["deployment"]["resources"] if "ClusterNetworkPolicy" not in one["type"]]
    state["deployment"]["resources"] = resources
    if change == "drop the default deny":
        state["deployment"]["resources"] = [
            one
            for one in resources
            if "NetworkPolicy" not in one["type"] or one["inputs"]["metadata"].get("namespace") != "iris"
        ]
    else:
        cidr = "169.254.169.254/32" if "metadata" in change else "100.64.0.0/10"
        opened = next(one for one in resources if one["urn"].endswith("::tenant-iris-firewall-to-endpoints"))
        opened["inputs"]["spec"]["egress"].append({"to": [{"ipBlock": {"cidr": cidr}}]})
        closed = next(one for one in resources if one["urn"].endswith("::tenant-sentiment-firewall-from-gateway"))
        closed["inputs"]["spec"]["ingress"].append({"from": [{"ipBlock": {"cidr": "100.64.0.0/16"}}]})
    shown = json.loads(run("--from", written(tmp_path, state), "--json").stdout)
    assert seen in {one["to"] for one in shown["ways"] if one["from"] == "iris"}


def test_the_baseline_keeps_closed_what_a_tenants_network_policies_open(tmp_path: Path) -> None:
    state = exported()
    for name, way in (("iris", "egress"), ("sentiment", "ingress")):
        spec: dict[str, Any] = {"podSelector": {}, "policyTypes": [way.capitalize()], way: [{}]}
        opened = {"metadata": {"name": "open", "namespace": name}, "spec": spec}
        policy: dict[str, Any] = {
            "type": "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            "urn": f"urn::{name}",
            "inputs": opened,
        }
        state["deployment"]["resources"].append(policy)
    ways = {
        (one["from"], one["to"]) for one in json.loads(run("--from", written(tmp_path, state), "--json").stdout)["ways"]
    }
    assert ("iris", "internet") in ways
    assert not ways & {("iris", "sentiment"), ("iris", "metadata")}


def test_a_security_group_closes_what_a_network_policy_opens(tmp_path: Path) -> None:
    state = exported()
    for one in state["deployment"]["resources"]:
        if one["urn"].endswith("::tenant-iris-firewall-to-endpoints"):
            del one["inputs"]["spec"]["egress"][0]["ports"]
    file = written(tmp_path, state)
    ways = {(one["from"], one["to"]): one for one in json.loads(run("--from", file, "--json").stdout)["ways"]}
    assert ways["iris", "endpoints"]["ports"] == "TCP 443"
    assert "security groups let all ports out and TCP 443 in" in ways["iris", "endpoints"]["because"]
    assert (
        "denied\n  iris reaches endpoints at TCP 443 only"
        in run("explain", "iris", "endpoints", "22", "--from", file).stdout
    )


def test_a_way_to_the_kubernetes_api_is_seen(tmp_path: Path) -> None:
    state = exported()
    opened = next(
        one for one in state["deployment"]["resources"] if one["urn"].endswith("::tenant-iris-firewall-to-endpoints")
    )
    opened["inputs"]["spec"]["egress"].append(
        {"to": [{"ipBlock": {"cidr": "172.20.0.1/32"}}], "ports": [{"port": 443}]}
    )
    ways = json.loads(run("--from", written(tmp_path, state), "--json").stdout)["ways"]
    assert [one["ports"] for one in ways if (one["from"], one["to"]) == ("iris", "api-server")] == ["TCP 443"]


def test_a_role_that_lost_its_locks_is_seen_to_read_the_other_model(tmp_path: Path) -> None:
    state = unlocked()
    (reading,) = json.loads(run("--from", written(tmp_path, state), "--json").stdout)["models"]
    assert (reading["reader"], reading["owner"], reading["certain"]) == ("iris", "sentiment", True)


def test_an_endpoint_that_knows_no_such_bucket_keeps_a_model_from_being_read(tmp_path: Path) -> None:
    state = unlocked()
    elsewhere = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::elsewhere/*"}
    for one in state["deployment"]["resources"]:
        if one["urn"].endswith(("::endpoints-s3", "::endpoints-s3-gateway")):
            one["inputs"]["policy"] = json.dumps({"Statement": [elsewhere]})
    assert json.loads(run("--from", written(tmp_path, state), "--json").stdout)["models"] == []


def test_what_a_change_opens_is_shown_and_can_fail_a_pipeline(prod: Path, tmp_path: Path) -> None:
    state = exported()
    opened = next(
        one for one in state["deployment"]["resources"] if one["urn"].endswith("::tenant-iris-firewall-to-endpoints")
    )
    opened["inputs"]["spec"]["egress"].append({"to": [{"ipBlock": {"cidr": "8.8.8.8/32"}}], "ports": [{"port": 53}]})
    (tmp_path / "after").mkdir()
    after = written(tmp_path / "after", state)
    assert run("diff", prod, after).stdout == "+ iris → internet: nothing → TCP 53 (iris/to-endpoints egress rule 2)\n"
    assert run("diff", after, prod).stdout == "- iris → internet: TCP 53 → nothing\n"
    (tmp_path / "none").mkdir()
    none = written(tmp_path / "none", {"deployment": {}})
    assert run("diff", none, prod).stdout.count("+ ") == 8
    assert run("diff", prod, prod).stdout == "Nothing opens, nothing closes.\n"
    assert run("diff", prod, after, "--fail-on-opening").exit_code == 4
    assert run("diff", after, prod, "--fail-on-opening").exit_code == 0
    (way,) = json.loads(run("diff", prod, after, "--json").stdout)["ways"]
    assert (way["from"], way["to"], way["opens"]) == ("iris", "internet", True)


def test_a_model_that_a_change_lets_others_read_is_shown(prod: Path, tmp_path: Path) -> None:
    state = unlocked()
    (tmp_path / "after").mkdir()
    after = written(tmp_path / "after", state)
    assert "+ iris reads the model of sentiment: tenant-iris-identity-data" in run("diff", prod, after).stdout
    assert run("diff", prod, after, "--fail-on-opening").exit_code == 4
    assert run("diff", after, prod).stdout == "- iris reads the model of sentiment\n"


def test_mistakes_are_said_with_the_way_out(prod: Path, tmp_path: Path) -> None:
    assert "'nobody' is no tenant" in refusal("explain", "nobody", "iris", "1", "--from", prod).what
    assert "iris, sentiment, gateway" in refusal("explain", "nobody", "iris", "1", "--from", prod).fix
    for port in ("0", "65536", "http", "icmp/1", ""):
        assert refusal("explain", "iris", "dns", port, "--from", prod).code == 2
    assert "cannot be read" in refusal("--from", tmp_path / "missing.json").what
    assert "neither" in refusal("--from", written(tmp_path, [1])).what
    assert "nothing to compute from" in refusal("--from", written(tmp_path, {"deployment": {}})).what


def test_a_page_shows_every_way_with_its_rules_and_runs_no_script(tmp_path: Path, prod: Path) -> None:
    page = tmp_path / "firewall.html"
    assert run("--from", prod, "--html", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<title>Who reaches whom: stack</title>" in text
    assert "<summary>TCP 8080</summary><ul><li>envoy-gateway-system/gateway-proxies egress rule" in text
    assert "No tenant reaches another.</p>" in text
    assert "<script" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "cannot be written" in refusal("--from", prod, "--html", tmp_path / "missing" / "page.html").what


def test_a_page_shows_what_is_met_through_a_proxy(tmp_path: Path, test: Path) -> None:
    page = tmp_path / "firewall.html"
    run("--from", test, "--html", page)
    text = page.read_text(encoding="utf-8")
    assert "huggingface.co:443, hf.co:443, *.hf.co:443 through sentiment-egress" in text


def test_a_page_escapes_what_others_wrote(tmp_path: Path) -> None:
    state = exported()
    for one in state["deployment"]["resources"]:
        if one["urn"].endswith("::tenant-iris-firewall-to-endpoints"):
            one["inputs"]["metadata"]["name"] = "<script>alert(1)</script>"
    page = tmp_path / "firewall.html"
    run("--from", written(tmp_path, state), "--html", page)
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; egress rule 1" in text
    assert "<script" not in text


def test_a_page_shows_who_reads_another_model_and_ways_between_tenants(tmp_path: Path) -> None:
    state = unlocked()
    state["deployment"]["resources"] = [
        one for one in state["deployment"]["resources"] if "NetworkPolicy" not in one["type"]
    ]
    page = tmp_path / "firewall.html"
    run("--from", written(tmp_path, state), "--html", page)
    text = page.read_text(encoding="utf-8")
    assert "<th>iris</th><th>sentiment</th><td>reads</td>" in text
    assert "no policy of iris isolates its pods (egress)" in text


def halves(folder: Path) -> tuple[Path, Path]:
    """Prod in two stacks: one with everything but a tenant, one with that tenant."""
    state = exported()
    mine = [one for one in state["deployment"]["resources"] if "tenant-sentiment" in one["urn"]]
    rest = [one for one in state["deployment"]["resources"] if "tenant-sentiment" not in one["urn"]]
    files: list[Path] = []
    for name, resources in (("rest", rest), ("mine", mine)):
        (folder / name).mkdir()
        files.append(written(folder / name, {"deployment": {"resources": resources}}))
    return files[0], files[1]


def test_stacks_of_one_environment_are_read_together(tmp_path: Path, prod: Path) -> None:
    rest, mine = halves(tmp_path)
    assert run("--from", rest, "--from", mine, "--json").stdout == run("--from", prod, "--json").stdout


def test_a_change_is_seen_together_with_the_other_stacks(tmp_path: Path, prod: Path) -> None:
    rest, mine = halves(tmp_path)
    whole = tmp_path / "whole"
    whole.mkdir()
    for name, file in (("rest.json", rest), ("mine.json", mine)):
        (whole / name).write_text(file.read_text())
    assert run("diff", whole, prod).stdout == "Nothing opens, nothing closes.\n"
    assert "gateway → sentiment: nothing → TCP 8080" in run("diff", rest, whole).stdout


def test_an_empty_folder_is_no_environment(tmp_path: Path, prod: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no .json file" in str(refusal("diff", empty, prod))


def test_a_difference_needs_two_sides(prod: Path) -> None:
    assert refusal("diff", prod).code == 2
