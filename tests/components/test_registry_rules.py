"""What holds for all image repositories of a platform."""

import json

from components.registry_rules import RegistryRules, RegistryRulesArgs
from tests.components.support import named, record_component
from tests.recording import Recording

PLAIN: RegistryRulesArgs = {
    "prefix": "ml-prod",
    "registry_arn": "arn:aws:ecr:eu-west-1:123456789012:repository",
    "partition": "aws",
}


def rules(args: RegistryRulesArgs) -> Recording:
    return record_component(lambda opts: RegistryRules("rules", args, opts))


def test_a_registry_keeps_its_own_rules_until_others_are_asked_for() -> None:
    assert not [one for one in rules(PLAIN).resources if one.type.startswith("aws:ecr")]


def test_inspector_scans_the_platforms_images_again_and_again() -> None:
    (scanning,) = named(rules({**PLAIN, "enhanced_scanning": True}), "RegistryScanningConfiguration").values()
    assert scanning["scanType"] == "ENHANCED"
    (rule,) = scanning["rules"]
    assert rule["scanFrequency"] == "CONTINUOUS_SCAN"
    assert rule["repositoryFilters"] == [{"filter": "ml-prod/*", "filterType": "WILDCARD"}]


def test_only_the_platforms_images_are_copied() -> None:
    (found,) = named(
        rules({**PLAIN, "replicas": [{"region": "eu-central-1", "account_id": "123456789012"}]}),
        "ReplicationConfiguration",
    ).values()
    (rule,) = found["replicationConfiguration"]["rules"]
    assert rule["destinations"] == [{"region": "eu-central-1", "registryId": "123456789012"}]
    assert rule["repositoryFilters"] == [{"filter": "ml-prod/", "filterType": "PREFIX_MATCH"}]


def test_only_named_accounts_copy_images_here() -> None:
    (found,) = named(rules({**PLAIN, "source_account_ids": ["210987654321"]}), "RegistryPolicy").values()
    (statement,) = json.loads(found["policy"])["Statement"]
    assert statement["Principal"] == {"AWS": ["arn:aws:iam::210987654321:root"]}
    assert sorted(statement["Action"]) == ["ecr:CreateRepository", "ecr:ReplicateImage"]
