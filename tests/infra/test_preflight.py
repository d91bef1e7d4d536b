"""What is asked of AWS before anything is declared."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from components.versions import ADD_ONS, AddOn
from infra import preflight
from stacks import settings
from tests.stacks.settings_text import changed, load


class Sts:
    def __init__(self, account_id: str) -> None:
        self.account_id = account_id

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": self.account_id, "Arn": f"arn:aws:sts::{self.account_id}:assumed-role/previewer/session"}


class Ec2:
    def describe_availability_zones(self) -> dict[str, Any]:
        return {"AvailabilityZones": [{"ZoneName": "eu-west-1a"}, {"ZoneName": "eu-west-1b"}]}

    def describe_vpcs(self, **_: object) -> dict[str, Any]:
        return {"Vpcs": []}


class GuardDuty:
    """GuardDuty with detectors that carry the tag of an environment, or none."""

    def __init__(self, *environments: str | None) -> None:
        self.tags = {f"d{number}": one for number, one in enumerate(environments)}

    def list_detectors(self) -> dict[str, Any]:
        return {"DetectorIds": list(self.tags)}

    def get_detector(self, DetectorId: str) -> dict[str, Any]:  # noqa: N803
        owner = self.tags[DetectorId]
        return {"Tags": {"mlplatform:environment": owner}} if owner else {}


class Eks:
    """EKS with one cluster, or none."""

    exceptions = SimpleNamespace(ResourceNotFoundException=LookupError)

    def __init__(self, cluster: dict[str, Any] | None = None, offered: Sequence[AddOn] = ADD_ONS) -> None:
        self.cluster = cluster
        self.offered = offered

    def describe_cluster(self, name: str) -> dict[str, Any]:
        if self.cluster is None:
            raise LookupError(name)
        return {"cluster": self.cluster}

    def get_paginator(self, _operation: str) -> Self:
        return self

    def paginate(self, kubernetesVersion: str, **_: object) -> list[dict[str, Any]]:  # noqa: N803
        return [
            {"addons": [{"addonName": each.name, "addonVersions": [{"addonVersion": each.version}]}]}
            for each in self.offered
            if kubernetesVersion in each.kubernetes
        ]


class Refused:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_caller_identity(self) -> None:
        raise self.error


def answer(monkeypatch: pytest.MonkeyPatch, **clients: object) -> None:
    def client(service: str, _region: str, **_: object) -> object:
        return ({"sts": Sts("123456789012"), "ec2": Ec2(), "eks": Eks(), "guardduty": GuardDuty()} | clients)[service]

    monkeypatch.setattr(boto3, "client", client)


def test_the_right_account_with_the_right_zones_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("123456789012"), ec2=Ec2())
    preflight.check(settings.load("dev"))


def test_an_existing_vpc_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer(monkeypatch)
    nodes = ", ".join(f"subnet-{digit * 17}" for digit in "12")
    endpoints = f"endpoint_subnets: {{subnet-{'3' * 17}: 10.20.9.0/24}}"
    given = f"vpc_id: vpc-{'0' * 17}, private_subnet_ids: [{nodes}], {endpoints}"
    line = "vpc_cidr: 10.20.0.0/16"
    chosen = load(tmp_path, changed(line, f"{line}\n  pod_cidr: null\n  existing: {{{given}}}"))
    with pytest.raises(preflight.PreflightError, match=r"dev\.yaml: network\.existing\.vpc_id: vpc-0+ does not exist"):
        preflight.check(chosen)


def test_another_account_is_refused_by_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("999999999999"), ec2=Ec2())
    with pytest.raises(preflight.PreflightError, match=r"account_id: is 123456789012, but .* account 999999999999"):
        preflight.check(settings.load("prod"))


def test_a_zone_that_the_account_does_not_have_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Sts("123456789012"), ec2=Ec2())
    with pytest.raises(preflight.PreflightError, match=r"network\.zones\[2\]: eu-west-1c is not offered .* eu-west-1a"):
        preflight.check(settings.load("prod"))


def test_without_credentials_the_way_to_get_them_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, sts=Refused(NoCredentialsError()))
    with pytest.raises(preflight.PreflightError, match=r"no AWS credentials were found.\n.*\n.*`make up`"):
        preflight.check(settings.load("dev"))


def test_expired_credentials_are_told_from_missing_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    expired = ClientError({"Error": {"Code": "ExpiredToken", "Message": "expired"}}, "GetCallerIdentity")
    answer(monkeypatch, sts=Refused(expired))
    with pytest.raises(preflight.PreflightError, match=r"did not accept the credentials .*expired"):
        preflight.check(settings.load("dev"))


@pytest.mark.parametrize(("owner", "said"), [(None, "d0 of somebody else"), ("test", "d0 of test")])
def test_a_second_detector_in_the_region_is_refused(
    monkeypatch: pytest.MonkeyPatch, owner: str | None, said: str
) -> None:
    answer(monkeypatch, guardduty=GuardDuty(owner))
    with pytest.raises(
        preflight.PreflightError, match=rf"audit\.threat_detection: eu-west-1 has .* {said}, .* existing"
    ):
        preflight.check(watched("managed"))


def test_the_environments_own_detector_and_one_that_is_relied_on_are_no_hindrance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(monkeypatch, guardduty=GuardDuty("dev"))
    preflight.check(watched("managed"))
    answer(monkeypatch, guardduty=GuardDuty(None))
    preflight.check(watched("existing"))


def watched(how: str) -> settings.Settings:
    dev = settings.load("dev")
    return dev.model_copy(update={"audit": dev.audit.model_copy(update={"threat_detection": how})})


def refused(monkeypatch: pytest.MonkeyPatch, **clients: object) -> list[str]:
    answer(monkeypatch, **clients)
    try:
        preflight.check(settings.load("dev"))
    except preflight.PreflightError as error:
        return str(error).splitlines()
    return []


def running(version: str, service_cidr: str = "172.20.0.0/16") -> Eks:
    return Eks({"version": version, "kubernetesNetworkConfig": {"serviceIpv4Cidr": service_cidr}})


@pytest.mark.parametrize("version", ["1.35", "1.36"])
def test_a_cluster_stays_or_goes_up_by_one_minor(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    assert refused(monkeypatch, eks=running(version)) == []


def test_an_upgrade_by_two_minors_is_refused_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = refused(monkeypatch, eks=running("1.34"))
    assert error.startswith("stacks/dev.yaml: cluster.version: the cluster runs 1.34 and EKS upgrades one minor at a ")
    assert 'write "1.35", deploy, then go on' in error


def test_a_downgrade_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = refused(monkeypatch, eks=running("1.37"))
    assert error.endswith('the cluster runs 1.37 and EKS never goes back to 1.36; write "1.37"')


def test_a_change_that_would_replace_the_cluster_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    (error,) = refused(monkeypatch, eks=running("1.36", "10.100.0.0/16"))
    assert "cluster.service_cidr: the cluster was made with 10.100.0.0/16 and cannot change it" in error


def test_an_add_on_that_eks_does_not_offer_for_the_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = [each for each in ADD_ONS if each.name != "coredns"]
    other = AddOn("coredns", "v1.2.3-eksbuild.1", ("1.36",), "")
    (error,) = refused(monkeypatch, eks=Eks(offered=[*offered, other]))
    assert "add-on coredns v1.14.3-eksbuild.3 is not offered for Kubernetes 1.36 in eu-west-1" in error
    assert "(offered: v1.2.3-eksbuild.1)" in error


def test_add_ons_that_are_not_installed_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = [each for each in ADD_ONS if not each.name.endswith("-csi-driver")]
    assert refused(monkeypatch, eks=Eks(offered=offered)) == []


def test_a_role_that_may_not_look_is_told_where_its_rights_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "DescribeCluster")
    errors = refused(monkeypatch, sts=Refused(denied))
    assert (
        errors[-1] == "The role of this shell may not look at what it is to deploy to; docs/ci.md says what it needs."
    )


def deployed_by(role: str, **access: object) -> settings.Settings:
    dev = settings.load("dev")
    arn = f"arn:aws:iam::123456789012:role/ci/{role}"
    people = dev.cluster.access.model_copy(update={"deployer_role_arn": arn, **access})
    return dev.model_copy(update={"cluster": dev.cluster.model_copy(update={"access": people})})


def test_only_the_named_role_deploys(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch)
    with pytest.raises(
        preflight.PreflightError, match=r"deployer_role_arn: is .*/ci/deployer, but this shell is .*/pre"
    ):
        preflight.check(deployed_by("deployer"), deploying=True)


def test_any_role_previews_and_the_named_one_or_an_administrator_deploys(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch)
    preflight.check(deployed_by("deployer"))
    preflight.check(deployed_by("previewer"), deploying=True)
    administrator = ("arn:aws:iam::123456789012:role/previewer",)
    preflight.check(deployed_by("deployer", admin_role_arns=administrator), deploying=True)
