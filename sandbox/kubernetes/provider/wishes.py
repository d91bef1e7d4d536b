"""What a program wants to wait for (`pulumi.com/waitFor`)."""

import json
import re
from typing import Any, cast

from sandbox.kubernetes.provider.annotations import WAIT_FOR
from sandbox.kubernetes.provider.conditions import has
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties


def missing(live: Properties, wish: str) -> list[str]:
    """Those wishes of a `pulumi.com/waitFor` annotation (one, or a JSON list) that do not hold yet."""
    wishes = cast("list[str]", json.loads(wish)) if wish.startswith("[") else [wish]
    return [text for text in wishes if not _holds(live, text)]


def _holds(live: Properties, wish: str) -> bool:
    if condition := re.fullmatch(r"condition=(\w+)(?:=(\w+))?", wish):
        return has(live, condition[1], condition[2] or "True")
    if path := re.fullmatch(r"jsonpath=\{?\.?([\w.]+)\}?(?:=(.*))?", wish):
        found: Any = live
        for key in path[1].split("."):
            found = cast("Properties", found).get(key) if isinstance(found, dict) else None
        return found is not None and (path[2] is None or str(found) == path[2])
    message = f"{WAIT_FOR}: '{wish}' is neither condition=<type>[=<status>] nor jsonpath={{.path}}[=<value>]"
    raise ProviderError(message)
