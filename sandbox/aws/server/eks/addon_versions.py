"""Add-ons that EKS offers, and their versions: a small excerpt of DescribeAddonVersions, as of 2026-11-21."""

from dataclasses import dataclass

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks.errors import InvalidParameterError, ResourceNotFoundError
from sandbox.aws.server.eks.versions import VERSIONS, minor
from sandbox.aws.server.shapes import Shape


@dataclass(frozen=True)
class Release:
    """A version of an add-on and the Kubernetes versions that it runs on."""

    version: str
    oldest: str = "1.32"
    newest: str = "1.36"

    def fits(self, kubernetes: str) -> bool:
        """Tell whether the add-on's version runs on a Kubernetes version."""
        return minor(self.oldest) <= minor(kubernetes) <= minor(self.newest)


@dataclass(frozen=True)
class AddonFamily:
    """An add-on; the first release that fits a cluster is that cluster's default."""

    kind: str
    releases: tuple[Release, ...]
    needs_permissions: bool = False
    namespace: str = "kube-system"


ADDONS = {
    "vpc-cni": AddonFamily(
        "networking",
        (Release("v1.22.3-eksbuild.1"), Release("v1.22.4-eksbuild.3"), Release("v1.20.4-eksbuild.3", newest="1.35")),
        needs_permissions=True,
    ),
    "coredns": AddonFamily(
        "networking",
        (
            Release("v1.14.3-eksbuild.16", oldest="1.36"),
            Release("v1.14.3-eksbuild.3", oldest="1.34"),
            Release("v1.13.2-eksbuild.1", oldest="1.33"),
            Release("v1.12.4-eksbuild.1", oldest="1.33"),
            Release("v1.11.4-eksbuild.24", newest="1.32"),
        ),
    ),
    "kube-proxy": AddonFamily(
        "networking",
        (
            Release("v1.36.0-eksbuild.14", oldest="1.36"),
            Release("v1.36.0-eksbuild.21", oldest="1.36"),
            Release("v1.35.3-eksbuild.13", oldest="1.35", newest="1.35"),
            Release("v1.34.0-eksbuild.5", oldest="1.34", newest="1.34"),
            Release("v1.33.3-eksbuild.11", oldest="1.33", newest="1.33"),
            Release("v1.32.6-eksbuild.13", oldest="1.32", newest="1.32"),
        ),
    ),
    "eks-pod-identity-agent": AddonFamily(
        "security", (Release("v1.3.10-eksbuild.3"), Release("v1.3.10-eksbuild.2"), Release("v1.3.10-eksbuild.1"))
    ),
    "metrics-server": AddonFamily("observability", (Release("v0.9.0-eksbuild.5"), Release("v0.8.1-eksbuild.6"))),
    "aws-ebs-csi-driver": AddonFamily(
        "storage", (Release("v1.63.1-eksbuild.1"), Release("v1.59.0-eksbuild.1")), needs_permissions=True
    ),
    "aws-efs-csi-driver": AddonFamily(
        "storage", (Release("v3.3.0-eksbuild.1", oldest="1.36"), Release("v3.2.0-eksbuild.1")), needs_permissions=True
    ),
    "aws-fsx-csi-driver": AddonFamily("storage", (Release("v1.9.0-eksbuild.1"),), needs_permissions=True),
    "aws-mountpoint-s3-csi-driver": AddonFamily(
        "storage", (Release("v2.5.0-eksbuild.1"), Release("v2.3.0-eksbuild.1")), needs_permissions=True
    ),
    "amazon-cloudwatch-observability": AddonFamily(
        "observability", (Release("v4.10.1-eksbuild.1"),), needs_permissions=True, namespace="amazon-cloudwatch"
    ),
}


def family_of(name: str) -> AddonFamily:
    """Return the add-on, or refuse a name that EKS does not offer."""
    if name not in ADDONS:
        message = f"Addon {name} specified is not supported (known: {', '.join(ADDONS)})"
        raise InvalidParameterError(message, addon=name)
    return ADDONS[name]


def choose(name: str, version: str | None, kubernetes: str) -> str:
    """Return the version to install: the one asked for if the cluster takes it, else the default."""
    fitting = [release.version for release in family_of(name).releases if release.fits(kubernetes)]
    if not fitting:
        message = f"Addon {name} has no version for Kubernetes {kubernetes}"
        raise InvalidParameterError(message, addon=name)
    if version and version not in fitting:
        message = (
            f"Addon version specified is not supported: {name} {version} on Kubernetes {kubernetes} (known: "
            f"{', '.join(fitting)})"
        )
        raise InvalidParameterError(
            message,
            addon=name,
        )
    return version or fitting[0]


def describe_addon_versions(call: Call) -> Shape:
    """List add-ons and their versions, for all Kubernetes versions or one."""
    wanted, kubernetes = call.params.get("addonName"), call.params.get("kubernetesVersion")
    if wanted and wanted not in ADDONS:
        message = f"Addon {wanted} not found"
        raise ResourceNotFoundError(message, addon=wanted)
    described = [_describe(name, kubernetes) for name in ([wanted] if wanted else ADDONS)]
    return {"addons": [addon for addon in described if addon["addonVersions"]]}


def _describe(name: str, kubernetes: str | None) -> Shape:
    family = ADDONS[name]
    minors = [kubernetes] if kubernetes else list(VERSIONS)
    return {
        "addonName": name,
        "type": family.kind,
        "publisher": "eks",
        "owner": "aws",
        "defaultNamespace": family.namespace,
        "addonVersions": [
            {
                "addonVersion": release.version,
                "architecture": ["amd64", "arm64"],
                "computeTypes": ["ec2"],
                "requiresConfiguration": False,
                "requiresIamPermissions": family.needs_permissions,
                "compatibilities": [
                    {
                        "clusterVersion": version,
                        "platformVersions": ["*"],
                        "defaultVersion": choose(name, None, version) == release.version,
                    }
                    for version in minors
                    if release.fits(version)
                ],
            }
            for release in family.releases
            if any(release.fits(version) for version in minors)
        ],
    }


OPERATIONS = {"DescribeAddonVersions": describe_addon_versions}
