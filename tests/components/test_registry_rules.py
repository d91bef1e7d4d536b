"""What holds for all image repositories of a platform."""

import json

from components.image_permissions import NODE_TAG
from components.registry_rules import RegistryCaches, RegistryRules, RegistryRulesArgs
from tests.components.support import named, record_component
from tests.recording import Recording, record_environment

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


def test_nodes_of_the_cluster_fill_the_caches_and_nothing_else() -> None:
    caches: RegistryCaches = {
        "repository_arns": ["arn:aws:ecr:eu-west-1:123456789012:repository/ml-prod/quay/*"],
        "cluster_name": "ml-prod",
        "account_id": "123456789012",
    }
    (found,) = named(rules({**PLAIN, "caches": caches}), "RegistryPolicy").values()
    (statement,) = json.loads(found["policy"])["Statement"]
    assert sorted(statement["Action"]) == ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
    assert statement["Resource"] == caches["repository_arns"]
    assert statement["Condition"]["StringEquals"] == {
        "aws:PrincipalAccount": "123456789012",
        "aws:PrincipalTag/mlplatform:nodes-of": "ml-prod",
    }


def test_the_registry_of_an_environment_lets_in_the_roles_that_its_nodes_have() -> None:
    prod = record_environment("prod", preview=False)
    (policy,) = (one.props["policy"] for one in prod if one.type.endswith(":RegistryPolicy"))
    (statement,) = json.loads(policy)["Statement"]
    wanted = statement["Condition"]["StringEquals"]["aws:PrincipalTag/mlplatform:nodes-of"]
    roles = {one.name: one.props.get("tags", {}).get(NODE_TAG) for one in prod if one.type == "aws:iam/role:Role"}
    assert {name for name, tag in roles.items() if tag == wanted} == {"karpenter-node-role", "system-nodes-node-role"}
