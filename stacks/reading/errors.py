"""A user's mistakes in a settings file: where, what is wrong, what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_SECRET = re.compile(
    r"(A3T[A-Z0-9]|AKIA|ASIA)[A-Z0-9]{12,}"  # AWS access key ids
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(ghp|gho|ghs|github_pat|glpat|xox[abp]|hf|sk|pul)[-_][A-Za-z0-9_-]{16,}"  # tokens with a vendor's prefix
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"  # JSON web tokens
    r"|://[^/\s:@]+:[^/\s@]+@"  # credentials in a URL
    r"|(?<![A-Za-z0-9/+=])(?=[A-Za-z/+]*[0-9])(?=[A-Z0-9/+]*[a-z])(?=[a-z0-9/+]*[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])"
)
_LONGEST_SHOWN = 80

Path = tuple[str | int, ...]
"""Keys and list indexes from the top of the file, for example `("tenants", 0, "egress")`."""


def looks_like_secret(value: str) -> bool:
    """Whether a value has the form of a key, token or password that must never be printed."""
    return bool(_SECRET.search(value))


def shown(value: object) -> str:
    """A value as an error may show it: secrets masked, long text cut."""
    text = str(value)
    if looks_like_secret(text):
        return "[hidden]"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def dotted(path: Path) -> str:
    """`("tenants", 0, "egress")` as people write it: `tenants[0].egress`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


@dataclass(frozen=True)
class Problem:
    """One mistake and its way out."""

    path: Path
    message: str
    line: int = 0
    column: int = 0
    file: str = ""
    """Where it stands, if not in the file that is asked about."""

    def text(self, file: str) -> str:
        """One line, clickable in editors."""
        file = self.file or file
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        return f"{place}: {dotted(self.path)}: {self.message}" if self.path else f"{place}: {self.message}"


class SettingsError(Exception):
    """Everything that is wrong with the settings of one environment, file by file, in the order of each."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(
            sorted(set(problems), key=lambda p: (p.file, p.line, p.column, dotted(p.path), p.message))
        )
        super().__init__("\n".join(problem.text(file) for problem in self.problems))


def nearest(value: str, valid: Iterable[str]) -> str:
    """The valid word that is most like the given one."""
    words = sorted(valid)
    return next(iter(get_close_matches(value, words, n=1, cutoff=0.0)), "none")
