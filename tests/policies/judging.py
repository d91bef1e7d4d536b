"""Runs single policies as the SDK does: over proxies that raise when an unknown value is touched."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pulumi_policy as pp
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError, unknown_checking_proxy

from policies.rules import Rule

UNKNOWN = UNKNOWN_STRING_VALUE
"""Stands for a value that is known only after `up`."""


@dataclass(frozen=True)
class Given:
    """A resource as a program declares it."""

    type: str
    props: Mapping[str, object]
    name: str = "it"
    origins: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """Names or URNs of the resources that a property's value comes from."""
    own_urn: str = ""
    protect: bool = False
    """Whether Pulumi refuses to delete it."""
    provider: Mapping[str, object] = field(default_factory=dict[str, object])
    """Properties of the provider that makes it."""
    config: Mapping[str, object] = field(default_factory=dict[str, object])
    """What `--policy-pack-config` says to the policy that judges it."""

    @property
    def urn(self) -> str:
        return self.own_urn or f"urn:pulumi:dev::mlplatform::{self.type}::{self.name}"

    @property
    def options(self) -> pp.PolicyResourceOptions:
        return pp.PolicyResourceOptions(
            protect=self.protect,
            ignore_changes=[],
            delete_before_replace=None,
            aliases=[],
            custom_timeouts=pp.PolicyCustomTimeouts(0, 0, 0),
            additional_secret_outputs=[],
        )


@dataclass
class Verdict:
    """What a policy said."""

    violations: list[str] = field(default_factory=list[str])
    urns: list[str | None] = field(default_factory=list[str | None])
    not_evaluated: str = ""


def judge(policy: Rule, *resources: Given) -> Verdict:
    """One policy's verdict on a stack, or on each of some resources."""
    verdict = Verdict()

    def report(message: str, urn: str | None = None) -> None:
        verdict.violations.append(message)
        verdict.urns.append(urn)

    validate = cast("Callable[[object, pp.ReportViolation], None]", policy.validate)  # the SDK's stubs say too little
    try:
        if isinstance(policy, pp.StackValidationPolicy):
            config = {key: value for given in resources for key, value in given.config.items()}
            validate(pp.StackValidationArgs(_stack(resources), config), report)
        else:
            for given in resources:
                props = unknown_checking_proxy(dict(given.props))
                provider = pp.PolicyProviderResource("pulumi:providers:aws", given.provider, "", "aws")
                args = pp.ResourceValidationArgs(
                    given.type, props, given.urn, given.name, given.options, provider, given.config
                )
                validate(args, report)
    except UnknownValueError as error:
        verdict.not_evaluated = error.message
    return verdict


def violations(policy: Rule, resources: Sequence[Given]) -> list[str]:
    """What a policy says to all resources of a stack."""
    stacks = [resources] if isinstance(policy, pp.StackValidationPolicy) else [(each,) for each in resources]
    return [message for stack in stacks for message in judge(policy, *stack).violations]


def _stack(resources: Sequence[Given]) -> list[pp.PolicyResource]:
    found = [
        pp.PolicyResource(
            given.type,
            unknown_checking_proxy(dict(given.props)),
            given.urn,
            given.name,
            given.options,
            None,
            None,
            [],
            {},
        )
        for given in resources
    ]
    known: dict[str, list[pp.PolicyResource]] = defaultdict(list)
    for each in found:
        for name in {each.name, each.urn}:
            known[name].append(each)
    for given, resource in zip(resources, found, strict=True):
        for key, names in given.origins.items():
            resource.property_dependencies[key] = [each for name in names for each in known[name]]
    return found
