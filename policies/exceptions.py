"""Documented exceptions: which policy is not to hold for which resource, why, and until when."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

FILE = Path(__file__).with_name("exceptions.toml")
_KEYS = {"policy": str, "resource": str, "reason": str, "expires": date}


@dataclass(frozen=True)
class Exceptions:
    """The exceptions that hold, and what is wrong with the others."""

    valid: Sequence[tuple[str, str]] = ()
    """Policies with the pattern of the URNs that they are not to judge."""
    problems: Sequence[str] = ()

    def excuse(self, policy: str, urn: str) -> bool:
        """Whether a violation is documented."""
        return any(policy == name and fnmatchcase(urn, pattern) for name, pattern in self.valid)


def load(text: str, policies: Collection[str], today: date) -> Exceptions:
    """Read the exceptions of a file's text."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Exceptions(problems=[f"not TOML: {error}"])
    problems = [f"{key}: unknown key; use [[exception]]" for key in document if key != "exception"]
    entries = document.get("exception", [])
    if not isinstance(entries, list):
        return Exceptions(problems=[*problems, "exception: write [[exception]], with two brackets"])
    valid: list[tuple[str, str]] = []
    for index, entry in enumerate(cast("list[object]", entries)):
        fields = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
        faults = _faults(fields, policies, today)
        problems += [f"exception[{index}].{fault}" for fault in faults]
        if not faults:
            valid.append((str(fields["policy"]), str(fields["resource"])))
    return Exceptions(valid, problems)


def _faults(fields: dict[str, object], policies: Collection[str], today: date) -> list[str]:
    faults = [f"{key}: unknown key; there are {', '.join(_KEYS)}" for key in fields if key not in _KEYS]
    for key, kind in _KEYS.items():
        value = fields.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            faults.append(f"{key}: missing")
        elif not isinstance(value, kind):
            faults.append(f"{key}: {value!r} is not a {'date such as 2027-01-31' if kind is date else 'text'}")
    policy, resource, expires = fields.get("policy"), fields.get("resource"), fields.get("expires")
    if isinstance(policy, str) and policy and policy not in policies:
        faults.append(f"policy: there is no policy {policy}")
    if isinstance(resource, str) and resource and set(resource) <= set("*?:"):
        faults.append("resource: names no resource; exceptions are for single resources")
    if type(expires) is date and expires < today:
        faults.append(f"expires: {expires} is past; fix the resource or renew the exception")
    return faults
