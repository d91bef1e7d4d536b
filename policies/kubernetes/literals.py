"""Names and values that give a secret away."""

import re

from policies.properties import Properties

_NAME = re.compile(
    r"(^|_)(password|passwd|pwd|secret|token|credentials?|api_?key|access_?key|secret_?key|private_?key|access_?key_?id)$"
)
_VALUE = re.compile(
    r"""\b(?:AKIA|ASIA)[0-9A-Z]{16}\b
    | -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----
    | \bgh[pousr]_[0-9A-Za-z]{36}
    | \bhf_[0-9A-Za-z]{30}
    | \bxox[abprs]-[0-9A-Za-z-]{10}
    | ://[^/\s:@]+:[^/\s@]+@
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(r"(\$\(.*\)|\$\{.*\}|arn:.*|/.*|true|false|\d{0,3})", re.IGNORECASE)
"""What stands for a secret and is none: a variable, an ARN, a path, a switch."""


def gives_away(name: str, value: Properties) -> bool:
    """Whether a variable holds a secret, by its value or by its name."""
    text = value.text()
    if _VALUE.search(text):
        return True
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-.]", "_", name).lower()
    return _NAME.search(snake) is not None and not _REFERENCE.fullmatch(text)
