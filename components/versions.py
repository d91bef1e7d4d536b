"""The version matrix: what is installed together, and where each number comes from."""

from dataclasses import dataclass

_USER_GUIDE = "EKS user guide, newest add-on version of each Kubernetes version, 2026-08-20"
_IN_USE = "published configurations of clusters of these Kubernetes versions, 2026-07 to 2026-08"
_OLDER = (
    "published configurations of clusters of older Kubernetes versions, 2026-08; AWS is asked before each deployment"
)
_AT_1_35 = "published configurations of clusters of Kubernetes 1.35, read 2026-11; AWS is asked before each deployment"


@dataclass(frozen=True)
class AddOn:
    """One version of an EKS add-on."""

    name: str
    version: str
    kubernetes: tuple[str, ...]
    """Kubernetes minor versions that it is installed on."""
    source: str
    """Where it is said that they go together, and when that was read or published."""


ADD_ONS = (
    AddOn("vpc-cni", "v1.22.4-eksbuild.3", ("1.35", "1.36"), _USER_GUIDE),
    AddOn("kube-proxy", "v1.35.3-eksbuild.13", ("1.35",), _USER_GUIDE),
    AddOn("kube-proxy", "v1.36.0-eksbuild.14", ("1.36",), _USER_GUIDE),
    AddOn("coredns", "v1.14.3-eksbuild.3", ("1.35", "1.36"), _USER_GUIDE),
    AddOn("eks-pod-identity-agent", "v1.3.10-eksbuild.3", ("1.35", "1.36"), _IN_USE),
    AddOn("metrics-server", "v0.9.0-eksbuild.5", ("1.35", "1.36"), _IN_USE),
    AddOn("aws-ebs-csi-driver", "v1.63.1-eksbuild.1", ("1.35", "1.36"), _IN_USE),
    AddOn("aws-efs-csi-driver", "v3.2.0-eksbuild.1", ("1.35",), _IN_USE),
    AddOn("aws-efs-csi-driver", "v3.3.0-eksbuild.1", ("1.36",), _IN_USE),
    AddOn("aws-fsx-csi-driver", "v1.9.0-eksbuild.1", ("1.35", "1.36"), _AT_1_35),
    AddOn("aws-mountpoint-s3-csi-driver", "v2.5.0-eksbuild.1", ("1.35", "1.36"), _OLDER),
)


@dataclass(frozen=True)
class Release:
    """Versions that go with one Kubernetes minor version on EKS."""

    kubernetes: str
    """Kubernetes minor version."""
    standard_support_until: str
    """Day (ISO) on which EKS standard support ends and the paid extended support would start."""
    ami_release: str
    """EKS-optimised AL2023 AMI release of managed node groups; awslabs/amazon-eks-ami, release v20260818."""
    gpu_driver: str
    """NVIDIA driver branch of that release on GPU nodes; "Use EKS-optimized accelerated AMIs", EKS user guide, read
    2026-11."""

    @property
    def ami_alias(self) -> str:
        """The same release as a Karpenter AMI alias."""
        return f"al2023@v{self.ami_release.partition('-')[2]}"

    @property
    def add_ons(self) -> dict[str, str]:
        """Version of each EKS add-on."""
        return {add_on.name: add_on.version for add_on in ADD_ONS if self.kubernetes in add_on.kubernetes}


# Ends of support: "Amazon EKS Kubernetes release calendar", EKS user guide, read 2026-11.
RELEASES: dict[str, Release] = {
    release.kubernetes: release
    for release in (
        Release("1.35", standard_support_until="2027-03-27", ami_release="1.35.6-20260818", gpu_driver="580"),
        Release("1.36", standard_support_until="2027-08-02", ami_release="1.36.2-20260818", gpu_driver="580"),
    )
}


# The proxy that Envoy Gateway 1.9.1 runs, for AMD64 and ARM64; its digest on Docker Hub as published configurations of
# clusters pin it together with that gateway, read 2026-11-21.
EGRESS_PROXY_IMAGE = (
    "docker.io/envoyproxy/envoy:distroless-v1.39.1@sha256:"
    "eb2c01c13125d1629637cb4e4cce7207009fb7cc2c8027f9742758549d15b6f4"
)


@dataclass(frozen=True)
class Chart:
    """One Helm chart, by its public address and exact version."""

    reference: str
    version: str
    repository: str = ""
    """Address of its repository, where that is no OCI registry."""


CERT_MANAGER = Chart("oci://quay.io/jetstack/charts/cert-manager", "v1.21.2")
ENVOY_GATEWAY = Chart("oci://docker.io/envoyproxy/gateway-helm", "v1.9.1")  # carries the Gateway API CRDs
# Released 2026-07-15 with DCGM 4.6.0; "DCGM Exporter Release Notes", docs.nvidia.com, read 2026-11.
DCGM_EXPORTER = Chart("dcgm-exporter", "4.8.3", "https://nvidia.github.io/dcgm-exporter/helm-charts")
# Chart of the Go module of the same version; address from "Install Kubernetes device plugin", EKS user guide, 2026-11.
DEVICE_PLUGIN = Chart("nvidia-device-plugin", "0.19.0", "https://nvidia.github.io/k8s-device-plugin")
# Chart of EC2's device plugin for EFA 0.5.20; aws/eks-charts, 2026-07-21. Its driver by DRA does not go with Karpenter.
EFA_PLUGIN = Chart("aws-efa-k8s-device-plugin", "v0.5.30", "https://aws.github.io/eks-charts")
# Chart 3.2.2 with app v3.2.2, for Kubernetes 1.22 and newer; helm/ and docs/deploy/installation.md of
# kubernetes-sigs/aws-load-balancer-controller at its commit of 2026-04-23.
LOAD_BALANCER_CONTROLLER = Chart("aws-load-balancer-controller", "3.2.2", "https://aws.github.io/eks-charts")
KARPENTER = Chart("oci://public.ecr.aws/karpenter/karpenter", "1.14.1")
KARPENTER_CRD = Chart("oci://public.ecr.aws/karpenter/karpenter-crd", "1.14.1")
KSERVE_CRD = Chart("oci://ghcr.io/kserve/charts/kserve-crd", "v0.20.0")
KSERVE_RESOURCES = Chart("oci://ghcr.io/kserve/charts/kserve-resources", "v0.20.0")
KSERVE_RUNTIME_CONFIGS = Chart("oci://ghcr.io/kserve/charts/kserve-runtime-configs", "v0.20.0")
