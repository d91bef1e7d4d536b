"""`aws.iam.get_policy_document`: statements to a policy in JSON; nothing is asked of AWS."""

import json
import zlib
from typing import Any, cast

from sandbox.aws.provider.api import parts
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_LISTS = {"Action": "actions", "NotAction": "notActions", "Resource": "resources", "NotResource": "notResources"}


def policy_document(arguments: Properties) -> Properties:
    """The document of the statements, after those of the source documents."""
    statements = _merged(arguments.get("sourcePolicyDocuments") or [], [])
    statements = _merged_statements(statements, [_statement(s) for s in parts(arguments, "statements")], unique=True)
    statements = _merged(arguments.get("overridePolicyDocuments") or [], statements)
    head = {"Id": arguments["policyId"]} if arguments.get("policyId") else {}
    document = {"Version": arguments.get("version") or "2012-10-17", **head, "Statement": statements}
    text = json.dumps(document, indent=2)
    minified = json.dumps(document, separators=(",", ":"))
    return {**arguments, "id": str(zlib.crc32(text.encode())), "json": text, "minifiedJson": minified}


def _merged(documents: list[str], statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for text in documents:
        found: Any = json.loads(text).get("Statement", [])
        blocks = cast("list[Properties]", found if isinstance(found, list) else [found])
        statements = _merged_statements(statements, blocks)
    return statements


def _merged_statements(
    old: list[dict[str, Any]], new: list[dict[str, Any]], *, unique: bool = False
) -> list[dict[str, Any]]:
    sids = [statement["Sid"] for statement in new if statement.get("Sid")]
    if unique and len(sids) != len(set(sids)):
        message = f"duplicate statement id in the policy document: {min(sid for sid in sids if sids.count(sid) > 1)}"
        raise ProviderError(message)
    return [statement for statement in old if statement.get("Sid") not in sids] + new


def _statement(source: Properties) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": source["sid"]} if source.get("sid") else {}
    statement["Effect"] = source.get("effect") or "Allow"
    for key, name in _LISTS.items():
        if source.get(name):
            statement[key] = _short(sorted(source[name], reverse=True))
    for key, name in (("Principal", "principals"), ("NotPrincipal", "notPrincipals")):
        if source.get(name):
            statement[key] = _principals(source[name])
    for condition in parts(source, "conditions"):
        tests = statement.setdefault("Condition", {}).setdefault(condition["test"], {})
        tests[condition["variable"]] = _short(condition["values"])
    return statement


def _principals(blocks: list[Properties]) -> Any:  # noqa: ANN401
    if any(block["type"] == "*" for block in blocks):
        return "*"
    by_type: dict[str, list[str]] = {}
    for block in blocks:
        by_type.setdefault(block["type"], []).extend(block["identifiers"])
    return {kind: _short(sorted(names, reverse=True)) for kind, names in by_type.items()}


def _short(items: list[str]) -> str | list[str]:
    return items[0] if len(items) == 1 else items
