"""The stand-in says no in words, and never to the wrong cloud."""

import pytest

from sandbox.aws.provider.config import Config, checked, parsed
from sandbox.aws.provider.loopback import require_loopback
from sandbox.provider.errors import CheckError, ProviderError
from sandbox.provider.values import Properties
from tests.sandbox.aws.provider.engine import Engine

VPC = "aws:ec2/vpc:Vpc"


@pytest.mark.parametrize("endpoint", ["", "https://ec2.eu-west-1.amazonaws.com", "http://10.0.0.1:5000", "nonsense"])
def test_it_does_not_start_unless_the_endpoint_is_on_this_machine(endpoint: str) -> None:
    with pytest.raises(ProviderError, match="refuses to run: AWS_ENDPOINT_URL is"):
        require_loopback({"AWS_ENDPOINT_URL": endpoint})


def test_an_endpoint_of_one_service_must_be_on_this_machine_too() -> None:
    environment = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_S3": "https://s3.amazonaws.com"}
    with pytest.raises(ProviderError, match="AWS_ENDPOINT_URL_S3"):
        require_loopback(environment)


@pytest.mark.parametrize(
    ("token", "inputs", "property"),
    [
        ("aws:ec2/routeTable:RouteTable", {"vpcId": "vpc-1", "propagatingVgws": ["vgw-1"]}, "propagatingVgws"),
        ("aws:ec2/eip:Eip", {"instance": "i-1"}, "instance"),
        (
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            {"vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-west-1.s3", "subnetConfigurations": []},
            "subnetConfigurations",
        ),
    ],
)
def test_a_property_without_effect_is_refused(engine: Engine, token: str, inputs: Properties, property: str) -> None:  # noqa: A002
    with pytest.raises(CheckError, match=f"{property}: the sandbox does not emulate this property"):
        engine.check(token, inputs)


@pytest.mark.parametrize(
    ("inputs", "failure"),
    [
        ({"cidrBlok": "10.0.0.0/16"}, r"cidrBlok: unknown property; did you mean 'cidrBlock'\?"),
        ({"cidrBlock": 10}, "cidrBlock: must be a string, not an integer"),
        ({"enableDnsSupport": "true"}, "enableDnsSupport: must be a boolean, not a string"),
        ({"tags": {"a": 1}}, r'tags\["a"\]: must be a string, not an integer'),
        ({"tags": ["a"]}, "tags: must be an object, not a list"),
    ],
)
def test_wrong_inputs_are_named_with_their_path(engine: Engine, inputs: Properties, failure: str) -> None:
    with pytest.raises(CheckError, match=failure):
        engine.check(VPC, inputs)


def test_wrong_nested_inputs_are_all_named_at_once(engine: Engine) -> None:
    with pytest.raises(CheckError) as refusal:
        engine.check("aws:eks/cluster:Cluster", {"roleArn": 1, "vpcConfig": {"subnetIDs": ["a"]}})
    found = {failure.property for failure in refusal.value.failures}
    assert found == {"roleArn", "vpcConfig.subnetIDs", "vpcConfig.subnetIds"}


def test_types_and_functions_that_it_does_not_know_are_refused_by_name(engine: Engine) -> None:
    with pytest.raises(ProviderError, match="does not know the resource type 'aws:sns/topic:Topic'"):
        engine.check("aws:sns/topic:Topic", {})
    with pytest.raises(ProviderError, match="does not know the function 'aws:ec2/getAmi:getAmi'"):
        engine.provider.invoke("aws:ec2/getAmi:getAmi", {})


def test_a_refusal_of_aws_comes_in_its_own_words(engine: Engine) -> None:
    with pytest.raises(ProviderError, match=r"CreateVpc: InvalidVpc\.Range: .*'10\.0\.0\.0/8'"):
        engine.create(VPC, {"cidrBlock": "10.0.0.0/8"})


def test_the_providers_configuration_is_checked_as_strictly() -> None:
    assert checked({"version": "7.51.1"}, {"AWS_REGION": "eu-west-1"})["region"] == "eu-west-1"
    assert checked({"region": "eu-west-1", "skipCredentialsValidation": "true"}, {})
    with pytest.raises(CheckError, match="regoin: unknown property; did you mean 'region'"):
        checked({"regoin": "eu-west-1"}, {"AWS_REGION": "eu-west-1"})
    with pytest.raises(CheckError, match="no region"):
        checked({}, {})


def test_default_tags_and_allowed_accounts_are_taken_from_the_configuration() -> None:
    config = parsed(
        {"region": "eu-west-1", "defaultTags": '{"tags": {"a": "b"}}', "allowedAccountIds": '["123456789012"]'}
    )
    assert config == Config("eu-west-1", {"a": "b"}, frozenset({"123456789012"}))


def test_an_account_that_is_not_allowed_is_refused(endpoint: str) -> None:
    from sandbox.aws.provider.provider import AwsProvider  # noqa: PLC0415 one test only

    with pytest.raises(ProviderError, match="account 123456789012 is not allowed"):
        AwsProvider(endpoint).configure({"region": "eu-west-1", "allowedAccountIds": '["999999999999"]'})
