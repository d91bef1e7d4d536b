"""ECR: rules of the pull-through cache, which moto lacks, and the registry's policy, in which it knows two actions."""

import json
from typing import cast

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape, items

_GIVEN = ("ecrRepositoryPrefix", "upstreamRegistryUrl", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix")
# Of the registries that AWS caches, those that it does not sign in to; the others need a secret.
_OPEN = {"public.ecr.aws", "registry.k8s.io", "quay.io"}


def _rules(call: Call) -> dict[str, Shape]:
    backend = call.backend("ecr")
    if not hasattr(backend, "pull_through_cache_rules"):
        backend.pull_through_cache_rules = {}
    return cast("dict[str, Shape]", backend.pull_through_cache_rules)


def _rule(call: Call, prefix: str) -> Shape:
    if prefix not in _rules(call):
        message = f"Pull through cache rule with prefix '{prefix}' does not exist in registry '{call.account}'"
        raise AwsError("PullThroughCacheRuleNotFoundException", message)
    return _rules(call)[prefix]


def create_rule(call: Call) -> Shape:
    """Make a rule; each prefix once."""
    prefix, url = call.params["ecrRepositoryPrefix"], call.params["upstreamRegistryUrl"]
    if prefix in _rules(call):
        message = f"Pull through cache rule with prefix '{prefix}' already exists in registry '{call.account}'"
        raise AwsError("PullThroughCacheRuleAlreadyExistsException", message)
    if url not in _OPEN and not call.params.get("credentialArn") and not call.params.get("customRoleArn"):
        raise AwsError("InvalidParameterException", f"Credentials are required for the upstream registry '{url}'")
    rule = {"upstreamRepositoryPrefix": "ROOT"} | {name: call.params[name] for name in _GIVEN if call.params.get(name)}
    _rules(call)[prefix] = rule | {"registryId": call.account}
    return _rules(call)[prefix]


def describe_rules(call: Call) -> Shape:
    """List the rules, or those of some prefixes."""
    wanted = items(call.params, "ecrRepositoryPrefixes") or list(_rules(call))
    return {"pullThroughCacheRules": [_rule(call, prefix) for prefix in wanted]}


def update_rule(call: Call) -> Shape:
    """Give a rule another secret or role."""
    rule = _rule(call, call.params["ecrRepositoryPrefix"])
    rule |= {name: call.params[name] for name in ("credentialArn", "customRoleArn") if call.params.get(name)}
    return rule


def delete_rule(call: Call) -> Shape:
    """Forget a rule; what was cached stays."""
    rule = _rule(call, call.params["ecrRepositoryPrefix"])
    del _rules(call)[call.params["ecrRepositoryPrefix"]]
    return rule


def put_registry_policy(call: Call) -> Shape:
    """Put the policy, which may be about any of ECR's actions and no other service's."""
    policy = call.params["policyText"]
    try:
        understood = all(action.startswith("ecr:") for action in _actions(policy))
    except (ValueError, KeyError, TypeError):
        understood = False
    if not understood:
        message = "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'"
        raise AwsError("InvalidParameterException", message)
    call.backend("ecr").registry_policy = policy
    return {"registryId": call.account, "policyText": policy}


def _actions(policy: str) -> list[str]:
    statements: list[Shape] = json.loads(policy)["Statement"]
    listed = [one["Action"] for one in statements]
    return [str(action) for each in listed for action in ([each] if isinstance(each, str) else each)]


OPERATIONS = {
    "PutRegistryPolicy": put_registry_policy,
    "CreatePullThroughCacheRule": create_rule,
    "DescribePullThroughCacheRules": describe_rules,
    "UpdatePullThroughCacheRule": update_rule,
    "DeletePullThroughCacheRule": delete_rule,
}
