"""IAM policy documents: their statements, and what these allow to whom."""

import re
from collections.abc import Iterator
from functools import cache

from policies.ec2.networks import is_anywhere
from policies.properties import Properties

_NARROWING_KEYS = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
}
"""Condition keys whose fixed values make a statement for everybody one for somebody (S3's definition of public)."""
_RESOURCE_OWNER_KEYS = {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths", "s3:resourceaccount"}
_NARROWING_OPERATORS = {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"}


def statements(properties: Properties, *keys: str) -> list[Properties]:
    """The statements of a document, be it text or a map, with one statement or a list."""
    return properties.document(*keys).each("Statement")


def is_allow(statement: Properties) -> bool:
    """Whether a statement gives something."""
    return statement.text("Effect") == "Allow"


def is_deny(statement: Properties) -> bool:
    """Whether a statement takes something away."""
    return statement.text("Effect") == "Deny"


def matches(pattern: str, value: str) -> bool:
    """Whether IAM's wildcard pattern covers a value, letter case aside."""
    return _compiled(pattern).fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.IGNORECASE)


def covers_action(statement: Properties, action: str) -> bool:
    """Whether a statement is about an action; NotAction is about all that it does not name."""
    if statement.has("NotAction"):
        return not any(matches(pattern, action) for pattern in statement.texts("NotAction"))
    return any(matches(pattern, action) for pattern in statement.texts("Action"))


def covers_every_action(statement: Properties) -> bool:
    """Whether a statement is about all services; NotAction leaves out a few of some hundred."""
    return statement.has("NotAction") or any(set(action) <= set("*:") for action in statement.texts("Action"))


def covers_every_resource(statement: Properties) -> bool:
    """Whether a statement is about everything that its actions can touch."""
    return statement.has("NotResource") or any(_is_everything(resource) for resource in statement.texts("Resource"))


def _is_everything(resource: str) -> bool:
    # Region and account of an ARN narrow nothing inside one account: `arn:aws:iam::123456789012:role/*` is all roles.
    name = resource.split(":", maxsplit=5)[-1]
    return set(name) <= set("*/") or name in ("role/*", "user/*", "policy/*", "group/*", "secret:*", "key/*")


def principals(statement: Properties) -> list[str]:
    """Everybody whom a statement is about, `*` standing for all."""
    if statement.has("NotPrincipal"):
        return ["*"]
    principal = statement.at("Principal")
    kinds = principal.items()
    return [name for _, names in kinds for name in names.texts()] if kinds else principal.texts()


def is_open(statement: Properties) -> bool:
    """Whether a statement allows everybody, without a condition that narrows it to somebody."""
    if not is_allow(statement):
        return False
    everybody = any(name == "*" or re.fullmatch(r"arn:[^:]*:(iam|sts)::\*:.*", name) for name in principals(statement))
    return everybody and not _is_narrowed(statement)


def conditions(statement: Properties) -> Iterator[tuple[str, str, list[str]]]:
    """The conditions of a statement as operator, key and values; IAM ignores the letter case of the first two."""
    for operator, keys in statement.items("Condition"):
        for key, values in keys.items():
            yield operator.lower(), key.lower(), values.texts()


def refuses_plain_text(statement: Properties, service: str) -> bool:
    """Whether a statement of a resource's policy denies everybody everything without TLS."""
    actions = {action.lower() for action in statement.texts("Action")}
    found = list(conditions(statement))
    return (
        len(found) == 1  # any other would leave somebody out
        and is_deny(statement)
        and "*" in principals(statement)
        and not statement.has("NotPrincipal")
        and not actions.isdisjoint({"*", f"{service}:*"})
        and all(map(_is_about_plain_text, found))
    )


def _is_about_plain_text(condition: tuple[str, str, list[str]]) -> bool:
    operator, key, values = condition
    is_refused = [value.lower() for value in values] == ["false"]
    return is_refused and key == "aws:securetransport" and operator in ("bool", "boolifexists")


def names_resource_owner(statement: Properties) -> bool:
    """Whether a condition narrows a statement to the resources of fixed accounts."""
    return any(_narrows(*condition, _RESOURCE_OWNER_KEYS) for condition in conditions(statement))


def _is_narrowed(statement: Properties) -> bool:
    return any(
        _narrows(*condition, _NARROWING_KEYS) or _names_addresses(*condition) for condition in conditions(statement)
    )


def _names_addresses(operator: str, key: str, values: list[str]) -> bool:
    return (operator, key) == ("ipaddress", "aws:sourceip") and not any(is_anywhere(value) for value in values)


def _narrows(operator: str, key: str, values: list[str], keys: set[str]) -> bool:
    operator = operator.removeprefix("foranyvalue:")
    return operator in _NARROWING_OPERATORS and key in keys and all(is_fixed(value) for value in values)


def is_fixed(value: str) -> bool:
    """Whether a condition's value names somebody."""
    # With a wildcard, an account, organisation or VPC endpoint must still be named.
    return not set(value) & set("*?") or re.search(r"\d{12}|\bo-[a-z0-9]{10}|\bvpce?-[0-9a-f]{8}", value) is not None
