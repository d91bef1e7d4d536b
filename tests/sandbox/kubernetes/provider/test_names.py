import pytest

from sandbox.kubernetes.provider.names import field_manager, is_patch, kind_of, place, split_id, with_name
from sandbox.provider.errors import CheckError, ProviderError
from sandbox.provider.requests import Autonaming, Check, NamingMode
from sandbox.provider.values import UNKNOWN
from tests.sandbox.kubernetes.provider.requests import check, resource


@pytest.mark.parametrize(
    ("token", "api_version", "kind"),
    [
        ("kubernetes:core/v1:Namespace", "v1", "Namespace"),
        ("kubernetes:apps/v1:DeploymentPatch", "apps/v1", "Deployment"),
        ("kubernetes:serving.kserve.io/v1beta1:InferenceService", "serving.kserve.io/v1beta1", "InferenceService"),
    ],
)
def test_a_type_names_api_version_and_kind(token: str, api_version: str, kind: str):
    assert kind_of(token) == (api_version, kind)


def test_a_foreign_type_is_refused_by_name():
    with pytest.raises(ProviderError, match="aws:nonsense"):
        kind_of("aws:nonsense")


def test_an_unnamed_object_gets_eight_digits_and_a_mark():
    metadata = with_name({}, check({}))["metadata"]
    prefix, _, digits = metadata["name"].rpartition("-")
    assert prefix == "thing"
    assert len(digits) == 8
    assert int(digits, 16) >= 0
    assert metadata["annotations"] == {"pulumi.com/autonamed": "true"}


def test_preview_and_update_of_one_plan_choose_the_same_name():
    assert with_name({}, check({}, seed=b"plan")) == with_name({}, check({}, seed=b"plan"))
    assert with_name({}, check({}, seed=b"plan")) != with_name({}, check({}, seed=b"other plan"))


def test_an_automatic_name_is_kept():
    old = with_name({}, check({}))
    assert with_name({"data": {}}, check({}, old))["metadata"]["name"] == old["metadata"]["name"]


def test_a_name_that_the_program_no_longer_gives_becomes_automatic():
    assert with_name({}, check({}, {"metadata": {"name": "mine"}}))["metadata"]["name"] != "mine"


@pytest.mark.parametrize("name", ["mine", UNKNOWN])
def test_a_given_name_is_left_alone(name: object):
    assert with_name({"metadata": {"name": name}}, check({})) == {"metadata": {"name": name}}


def test_the_engines_proposal_is_taken():
    proposed = Check(resource(), {}, autonaming=Autonaming("dev-thing", NamingMode.PROPOSE))
    assert with_name({}, proposed)["metadata"]["name"] == "dev-thing"


def test_without_automatic_names_the_program_must_name():
    with pytest.raises(CheckError, match=r"metadata\.name"):
        with_name({}, Check(resource(), {}, autonaming=Autonaming("", NamingMode.DISABLE)))


def test_generated_names_are_refused_with_the_way_out():
    with pytest.raises(CheckError, match="leave it out"):
        with_name({"metadata": {"generateName": "x-"}}, check({}))


def test_a_patch_must_say_what_it_patches():
    type_ = "kubernetes:core/v1:NamespacePatch"
    assert is_patch(type_)
    with pytest.raises(CheckError, match=r"metadata\.name"):
        with_name({}, check({}, type=type_))


def test_each_resource_applies_under_an_owner_of_its_own():
    assert field_manager("urn:a") == field_manager("urn:a") != field_manager("urn:b")


def test_ids_carry_the_namespace_where_there_is_one():
    assert split_id("tenant/web") == ("tenant", "web")
    assert split_id("tenant") == ("", "tenant")


def test_an_unset_or_unknown_namespace_is_looked_up_in_default():
    assert place({"metadata": {"name": "a"}}) == ("default", "a")
    assert place({"metadata": {"name": "a", "namespace": UNKNOWN}}) == ("default", "a")
