"""Decisions of IAM: what policies of an identity, of a resource and of a key say about one request.

Source: "Policy evaluation logic", IAM User Guide; "Key policies in AWS KMS", KMS Developer Guide; read 2026-11-21.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from reachability.conditions import Context, filled_in, hold, listed, matches
from reachability.truth import Truth, both, every, negation, some


@dataclass(frozen=True)
class Request:
    """One call of AWS."""

    action: str
    """Service and operation, for example `s3:GetObject`."""
    resource: str
    """ARN of what is acted on."""
    principal_arn: str
    """ARN of the role that calls."""
    context: Context = field(default_factory=dict[str, Any])
    """What is known of the request beyond that, by condition key in small letters."""

    @property
    def account_id(self) -> str:
        """Account of the caller."""
        return self.principal_arn.split(":")[4]


@dataclass(frozen=True)
class Document:
    """A policy document and what it is called; text is None where it is known only after `up`."""

    name: str
    text: str | None


@dataclass(frozen=True)
class Decision:
    """What came out, and which statement decided."""

    allowed: Truth
    because: str
    is_final: bool = False
    """Whether no other policy can allow what this one denies."""


def identity_decision(documents: Sequence[Document], boundary: Document | None, request: Request) -> Decision:
    """What the policies of a role allow, within its permissions boundary."""
    denied, denier = _found("Deny", documents, request)
    if denied:
        return Decision(allowed=False, because=f"{denier} denies it", is_final=True)
    allowed, allower = _found("Allow", documents, request)
    if allowed is False:
        return Decision(allowed=False, because="no policy of the role allows it")
    if boundary:
        inside, _ = _found("Allow", [boundary], request)
        outside, _ = _found("Deny", [boundary], request)
        within = both(inside, negation(outside))
        if within is False:
            return Decision(allowed=False, because=f"{boundary.name} bounds the role", is_final=True)
        allowed = both(allowed, within)
    return Decision(both(allowed, negation(denied)), f"{allower} allows it")


def decide(identity: Decision, resource_policy: Document | None, request: Request) -> Decision:
    """The verdict where caller and resource are of one account: either side may allow, each may deny."""
    if resource_policy is None or identity.is_final:
        return identity
    denied, denier = _found("Deny", [resource_policy], request)
    if denied:
        return Decision(allowed=False, because=f"{denier} denies it", is_final=True)
    granted, granter = _found("Allow", [resource_policy], request)
    because = f"{granter} allows it" if granted and not identity.allowed else identity.because
    return Decision(both(some((identity.allowed, granted)), negation(denied)), because)


def decide_by_key_policy(identity: Decision, key_policy: Document, request: Request) -> Decision:
    """The verdict about a KMS key: its policy must allow, itself or by leaving it to the account's policies."""
    denied, denier = _found("Deny", [key_policy], request)
    if denied:
        return Decision(allowed=False, because=f"{denier} denies it", is_final=True)
    if identity.is_final:
        return identity
    granted, granter = _found("Allow", [key_policy], request)
    left, leaver = _found("Allow", [key_policy], request, on_behalf_of_account=True)
    if granted:
        return Decision(both(granted, negation(denied)), f"{granter} allows it")
    if left is False:
        return Decision(allowed=False, because=f"{key_policy.name} leaves it to nobody")
    if identity.allowed is False:
        return identity
    return Decision(every((identity.allowed, left, negation(denied))), f"{identity.because}, as {leaver} lets it")


def passes(policy: Document, request: Request) -> Decision:
    """Whether the policy of a VPC endpoint lets a request through; it grants nothing."""
    denied, denier = _found("Deny", [policy], request)
    if denied:
        return Decision(allowed=False, because=f"{denier} denies it", is_final=True)
    passed, passer = _found("Allow", [policy], request)
    if passed is False:
        return Decision(allowed=False, because=f"{policy.name} does not let it through", is_final=True)
    return Decision(both(passed, negation(denied)), f"{passer} lets it through")


def _found(
    effect: str, documents: Iterable[Document], request: Request, *, on_behalf_of_account: bool = False
) -> tuple[Truth, str]:
    """Whether a statement of this effect applies, and which one."""
    found: Truth = False
    name = ""
    for document in documents:
        if document.text is None:
            # What nobody knows yet may allow; nothing is denied on its word.
            if effect == "Allow":
                found, name = None, name or document.name
            continue
        for number, statement in enumerate(statements(document.text)):
            if statement.get("Effect") != effect:
                continue
            applies = _applies(statement, request, on_behalf_of_account=on_behalf_of_account)
            if applies is False:
                continue
            called = f"{document.name}, statement {statement.get('Sid') or number + 1}"
            if applies:
                return True, called
            found, name = None, name or called
    return found, name


def statements(text: str) -> list[Mapping[str, Any]]:
    """Statements of a document."""
    return [cast("Mapping[str, Any]", one) for one in listed(json.loads(text).get("Statement", []))]


def _applies(statement: Mapping[str, Any], request: Request, *, on_behalf_of_account: bool) -> Truth:
    return every(
        (
            _is_for(statement, request, on_behalf_of_account=on_behalf_of_account),
            _listed(statement, "Action", request.action, request.context, small=True),
            _listed(statement, "Resource", request.resource, request.context),
            hold(statement.get("Condition", {}), request.context),
        )
    )


def _listed(statement: Mapping[str, Any], element: str, value: str, context: Context, *, small: bool = False) -> Truth:
    negated = f"Not{element}"
    if element not in statement and negated not in statement:
        return True  # policies of repositories name no resource
    patterns = (str(one) for one in listed(statement.get(element, statement.get(negated))))
    hit = some(_fits(pattern, value, context, small=small) for pattern in patterns)
    return hit if element in statement else negation(hit)


def _fits(pattern: str, value: str, context: Context, *, small: bool) -> Truth:
    filled = filled_in(pattern, context)
    if filled is None:
        return None
    return matches(filled.lower(), value.lower()) if small else matches(filled, value)


def _is_for(statement: Mapping[str, Any], request: Request, *, on_behalf_of_account: bool) -> Truth:
    if "Principal" not in statement and "NotPrincipal" not in statement:
        return True  # a policy of an identity
    named = statement.get("Principal", statement.get("NotPrincipal"))
    if named == "*":
        hit = not on_behalf_of_account
    else:
        wanted = {str(one) for one in listed(cast("Mapping[str, object]", named).get("AWS", []))}
        account = {request.account_id, f"arn:{request.principal_arn.split(':')[1]}:iam::{request.account_id}:root"}
        role = {"*", request.principal_arn}
        # An account that is allowed decides for itself whom it lets; one that is denied is denied as a whole.
        callers = role | account if statement.get("Effect") == "Deny" else role
        hit = bool(wanted & (account if on_behalf_of_account else callers))
    return hit if "Principal" in statement else not hit
