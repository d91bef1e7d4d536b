"""None reads what belongs to another: every role of a stack against all data in it, by IAM's own rules."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reachability import data, iam, inventory
from reachability.iam import Document
from stacks import platform
from stacks.model import Settings, Tenant
from stacks.settings import load
from tests.reachability.stacks import ACCOUNT, place, read
from tests.recording import record, record_environment

names = st.from_regex(r"[a-z]([-a-z0-9]{0,6}[a-z0-9])?", fullmatch=True)
EVERYTHING = Document("later", json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))


@st.composite
def tenants(draw: st.DrawFn) -> Sequence[Tenant]:
    """A few tenants, among them such whose names begin with another's, with folders of their own."""
    first = draw(names.filter(lambda name: name not in {"default", "platform", "system", "kserve", "karpenter"}))
    others = draw(st.lists(names, max_size=2))
    unique = sorted({first, f"{first}-2", f"{first}x", *others} - {"default", "platform", "system"})
    return [
        Tenant.model_validate(
            {
                "name": name,
                "owner": "science",
                "data_class": "internal",
                "store": draw(st.sampled_from([None, "shared", "own"])),
                "model": {"format": "sklearn", "path": "v1"},
                "data": tuple(
                    {"name": f"set-{number}", "kind": "s3", "path": folder, "access": access}
                    for number, (folder, access) in enumerate(
                        draw(st.lists(st.tuples(names, st.sampled_from(["read", "read-write"])), max_size=2))
                    )
                ),
            }
        )
        for name in unique
    ]


def with_tenants(chosen: Sequence[Tenant]) -> Settings:
    dev = load("dev")
    return dev.model_copy(update={"tenants": tuple(chosen), "teams": {"science": next(iter(dev.teams.values()))}})


@given(tenants())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_any_tenants_none_reads_what_belongs_to_another_whatever_is_allowed_later(chosen: Sequence[Tenant]) -> None:
    dev = with_tenants(chosen)
    stack = read(record(lambda: platform.deploy(dev), preview=False).resources)
    buckets = {one.name: one for one in inventory.buckets(stack, "aws")}
    roles = [one for one in inventory.roles(stack, ACCOUNT, "aws") if one.namespace in {each.name for each in chosen}]
    assert len(roles) == len(chosen)
    assert len(buckets) == 1 + sum(one.store == "own" for one in chosen)
    for role, tenant, bucket in product(roles, chosen, buckets.values()):
        is_own = role.namespace == tenant.name and bucket.name == f"mlplatform-dev-{ACCOUNT}-{place_of(tenant)}"
        reads = data.read_objects(role, bucket, f"{tenant.name}/", place("dev"))
        assert reads.allowed is is_own, (role.name, tenant.name, bucket.name, reads.because)
        if not is_own:
            bolder = replace(role, policies=[*role.policies, EVERYTHING])
            assert data.read_objects(bolder, bucket, f"{tenant.name}/", place("dev")).allowed is False


def place_of(tenant: Tenant) -> str:
    return f"t-{tenant.name}" if tenant.store == "own" else "models"


def test_bucket_and_key_of_a_tenant_each_keep_others_out_by_themselves() -> None:
    stack = read(record_environment("prod", preview=False))
    (own,) = (one for one in inventory.buckets(stack, "aws") if one.name.endswith("-t-iris"))
    iris, sentiment = (
        next(one for one in inventory.roles(stack, ACCOUNT, "aws") if one.namespace == name)
        for name in ("iris", "sentiment")
    )
    assert own.key
    without_bucket_policy = replace(own, policy=None)
    for role, opens in ((iris, True), (sentiment, False)):
        anything = replace(role, policies=[EVERYTHING], boundary=None)
        assert data.decrypts(anything, own, own.key, place("prod")).allowed is opens
        assert data.read_objects(anything, without_bucket_policy, "iris/", place("prod")).allowed is opens
        assert data.read_objects(anything, replace(own, key=None), "iris/", place("prod")).allowed is opens
        bounded = replace(role, policies=[EVERYTHING])
        keyless = replace(without_bucket_policy, key=None)
        assert data.read_objects(bounded, keyless, "iris/", place("prod")).allowed is opens


def test_somebody_elses_bucket_that_is_called_like_a_tenants_is_behind_no_endpoint() -> None:
    stack = read(record_environment("prod", preview=False))
    endpoints = [one for one in stack if one.type == "aws:ec2/vpcEndpoint:VpcEndpoint" and "s3" in one.name]
    context = {"aws:principalaccount": ACCOUNT, "aws:resourceaccount": "999999999999"}
    request = iam.Request("s3:PutObject", f"arn:aws:s3:::mlplatform-prod-{ACCOUNT}-t-evil/loot", "arn:x", context)
    ours = replace(request, context={**context, "aws:resourceaccount": ACCOUNT})
    assert endpoints
    for one in endpoints:
        document = Document(one.name, one.text("policy"))
        assert iam.passes(document, request).allowed is False
        assert iam.passes(document, ours).allowed is True


@pytest.mark.parametrize("environment", ["dev", "test", "prod", "small"])
def test_no_other_role_of_an_environment_reads_data_or_evidence(environment: str) -> None:
    stack = read(record_environment(environment, preview=False))
    owners = {tenant.name for tenant in load(environment).tenants}
    for role in inventory.roles(stack, ACCOUNT, "aws"):
        for bucket in inventory.buckets(stack, "aws"):
            for prefix in (*(f"{owner}/" for owner in owners), "AWSLogs/", ""):
                read_by_owner = is_place_of(role, bucket, environment) and prefix == f"{role.namespace}/"
                is_copied = bucket.name.endswith("-models") and role.name.endswith("-replication")
                reads = data.read_objects(role, bucket, prefix, place(environment))
                assert reads.allowed is (read_by_owner or is_copied), (role.name, bucket.name, prefix, reads.because)


def is_place_of(role: inventory.Role, bucket: inventory.Bucket, environment: str) -> bool:
    owns = load(environment).storage.tenant_stores == "own"
    return bucket.name.endswith(f"-t-{role.namespace}" if owns else "-models")


def test_a_tenant_may_read_before_its_key_is_known_and_never_anothers() -> None:
    stack = read(record_environment("prod", preview=True))
    (own,) = (one for one in inventory.buckets(stack, "aws") if one.name.endswith("-t-iris"))
    iris, sentiment = (
        next(one for one in inventory.roles(stack, ACCOUNT, "aws") if one.namespace == name)
        for name in ("iris", "sentiment")
    )
    assert data.read_objects(iris, own, "iris/", place("prod")).allowed is None
    assert data.read_objects(iris, own, "sentiment/", place("prod")).allowed is False
    assert data.read_objects(sentiment, own, "iris/", place("prod")).allowed is False
