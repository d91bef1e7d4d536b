"""Kubernetes versions of EKS: the release calendar of the EKS user guide, read on 2026-11-21."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import InvalidParameterError
from sandbox.aws.server.shapes import Shape


@dataclass(frozen=True)
class Version:
    """A minor version and its dates (ISO)."""

    name: str
    patch: str
    platform: str
    released: str
    standard_until: str
    extended_until: str


# Released, end of standard support (14 months), end of extended support (12 more).
CALENDAR = (
    Version("1.36", "1.36.3", "eks.6", "2026-06-02", "2027-08-02", "2028-08-02"),
    Version("1.35", "1.35.6", "eks.12", "2026-01-28", "2027-03-27", "2028-03-27"),
    Version("1.34", "1.34.8", "eks.18", "2025-10-02", "2026-12-02", "2027-12-02"),
    Version("1.33", "1.33.13", "eks.34", "2025-05-29", "2026-07-29", "2027-07-29"),
    Version("1.32", "1.32.13", "eks.38", "2025-01-23", "2026-03-23", "2027-03-23"),
)
VERSIONS = {version.name: version for version in CALENDAR}
DEFAULT = "1.36"


def supported(name: str) -> Version:
    """Return the version, or refuse one that EKS does not offer."""
    if name not in VERSIONS:
        message = f"unsupported Kubernetes version {name} (supported: {', '.join(sorted(VERSIONS))})"
        raise InvalidParameterError(message)
    return VERSIONS[name]


def minor(name: str) -> int:
    """Return the minor number: 36 for `1.36`."""
    return int(name.split(".")[1])


def describe_cluster_versions(call: Call) -> Shape:
    """List the versions that a cluster may have."""
    wanted = call.params.get("clusterVersions") or VERSIONS
    status = (call.params.get("versionStatus") or call.params.get("status") or "").upper().replace("-", "_")
    described = [_describe(version) for version in CALENDAR if version.name in wanted]
    return {
        "clusterVersions": [
            version
            for version in described
            if (not status or version["versionStatus"] == status)
            and (not call.params.get("defaultOnly") or version["defaultVersion"])
        ]
    }


def _describe(version: Version) -> Shape:
    in_standard_support = datetime.now(UTC) < _day(version.standard_until)
    return {
        "clusterVersion": version.name,
        "clusterType": "eks",
        "defaultPlatformVersion": version.platform,
        "defaultVersion": version.name == DEFAULT,
        "releaseDate": _day(version.released),
        "endOfStandardSupportDate": _day(version.standard_until),
        "endOfExtendedSupportDate": _day(version.extended_until),
        "status": "standard-support" if in_standard_support else "extended-support",
        "versionStatus": "STANDARD_SUPPORT" if in_standard_support else "EXTENDED_SUPPORT",
        "kubernetesPatchVersion": version.patch,
    }


def _day(date: str) -> datetime:
    return datetime.fromisoformat(date).replace(tzinfo=UTC)


OPERATIONS = {"DescribeClusterVersions": describe_cluster_versions}
