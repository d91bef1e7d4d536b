"""What a bucket's policy lets an AWS service do. Conditions and resources are not judged: that would take an event."""

import json
from fnmatch import fnmatch
from typing import Any

from sandbox.aws.server.shapes import Shape, part


def lets(bucket: Any, service: str, action: str) -> bool:  # noqa: ANN401 a class of moto
    """Whether a service is allowed an action by the policy of a bucket."""
    statements: list[Shape] = json.loads(bucket.policy)["Statement"] if bucket.policy else []
    return any(_allows(statement, service, action) for statement in statements)


def _allows(statement: Shape, service: str, action: str) -> bool:
    services = (
        [] if isinstance(statement.get("Principal"), str) else _listed(part(statement, "Principal").get("Service"))
    )
    actions = _listed(statement.get("Action"))
    return statement["Effect"] == "Allow" and service in services and any(fnmatch(action, one) for one in actions)


def _listed(value: Any) -> list[str]:  # noqa: ANN401 a string or a list of them
    return [value] if isinstance(value, str) else list(value or [])
