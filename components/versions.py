"""The version matrix: what is installed together, where each number comes from and whether it was checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """Versions that go with one Kubernetes minor version on EKS."""

    standard_support_until: str
    """Day (ISO) on which EKS standard support ends and the paid extended support would start."""
    ami_release: str
    """EKS-optimised AL2023 AMI release of managed node groups; awslabs/amazon-eks-ami release v20260818."""
    ami_alias: str
    """The same release as a Karpenter AMI alias."""
    add_ons: dict[str, str]
    """EKS add-on versions."""


RELEASES: dict[str, Release] = {
    # Checked, read 2026-11: kube-proxy ("Manage kube-proxy", EKS user guide); the AMI release of 1.36; vpc-cni,
    # published 2026-07-08, with Kubernetes 1.33. Not checked: the other add-ons and the patch version of the 1.35 AMI;
    # compare with `aws eks describe-addon-versions --kubernetes-version 1.36` before the first deployment to AWS.
    "1.35": Release(
        standard_support_until="2027-03-27",
        ami_release="1.35.3-20260818",
        ami_alias="al2023@v20260818",
        add_ons={
            "vpc-cni": "v1.22.3-eksbuild.1",
            "kube-proxy": "v1.35.3-eksbuild.13",
            "coredns": "v1.13.2-eksbuild.1",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.2",
            "metrics-server": "v0.8.0-eksbuild.6",
        },
    ),
    "1.36": Release(
        standard_support_until="2027-08-02",
        ami_release="1.36.2-20260818",
        ami_alias="al2023@v20260818",
        add_ons={
            "vpc-cni": "v1.22.3-eksbuild.1",
            "kube-proxy": "v1.36.0-eksbuild.14",
            "coredns": "v1.13.2-eksbuild.1",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.2",
            "metrics-server": "v0.8.0-eksbuild.6",
        },
    ),
}


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
KARPENTER = Chart("oci://public.ecr.aws/karpenter/karpenter", "1.14.1")
KARPENTER_CRD = Chart("oci://public.ecr.aws/karpenter/karpenter-crd", "1.14.1")
KSERVE_CRD = Chart("oci://ghcr.io/kserve/charts/kserve-crd", "v0.20.0")
KSERVE_RESOURCES = Chart("oci://ghcr.io/kserve/charts/kserve-resources", "v0.20.0")
KSERVE_RUNTIME_CONFIGS = Chart("oci://ghcr.io/kserve/charts/kserve-runtime-configs", "v0.20.0")
