"""How strictly each policy holds in each environment."""

from typing import NamedTuple

import pulumi_policy as pp

ENVIRONMENTS = ("dev", "test", "prod")
ALIKE = {"small": "test"}
"""Environments that are held to the levels of another: a small team keeps its data, and has no VPN and no auditors."""
_LEVELS = {
    "A": pp.EnforcementLevel.ADVISORY,
    "M": pp.EnforcementLevel.MANDATORY,
    "-": pp.EnforcementLevel.DISABLED,
}


class Control(NamedTuple):
    """What a policy enforces, and how strictly."""

    id: str
    levels: str
    """Level in dev, test and prod: A advisory, M mandatory, - off."""


CONTROLS = {
    "cloudtrail-bucket-data-events": Control("L5", "-/A/M"),
    "cloudtrail-bucket-of-evidence": Control("L6", "M/M/M"),
    "cloudtrail-trail-cloudwatch": Control("L4", "-/A/A"),
    "cloudtrail-trail-encryption": Control("L3", "A/M/M"),
    "cloudtrail-trail-log-validation": Control("L2", "A/M/M"),
    "cloudtrail-trail-multi-region": Control("L1", "-/A/M"),
    "cloudwatch-log-group-retention": Control("L7", "A/A/M"),
    "ec2-default-security-group-closed": Control("V2", "A/M/M"),
    "ec2-default-vpc-unused": Control("V3", "M/M/M"),
    "ec2-launch-template-encrypt-volumes": Control("N4", "M/M/M"),
    "ec2-launch-template-hop-limit": Control("N2", "M/M/M"),
    "ec2-launch-template-no-key-pair": Control("N5", "A/M/M"),
    "ec2-launch-template-no-public-ip": Control("N6", "M/M/M"),
    "ec2-launch-template-no-secrets": Control("N7", "M/M/M"),
    "ec2-launch-template-require-imdsv2": Control("N1", "M/M/M"),
    "ec2-network-acl-no-open-ingress": Control("V7", "A/M/M"),
    "ec2-private-subnet-no-internet-route": Control("V8", "M/M/M"),
    "ec2-route-narrow-peering": Control("V12", "A/M/M"),
    "ec2-security-group-description": Control("V13", "A/A/A"),
    "ec2-security-group-no-open-egress": Control("V6", "A/M/M"),
    "ec2-security-group-no-open-ingress": Control("V5", "M/M/M"),
    "ec2-security-group-used": Control("V13", "A/A/A"),
    "ec2-subnet-no-overlap": Control("V11", "M/M/M"),
    "ec2-subnet-no-public-addresses": Control("V4", "A/M/M"),
    "ec2-vpc-endpoint-policy": Control("V10", "-/A/M"),
    "ec2-vpc-endpoints": Control("V9", "-/A/M"),
    "ec2-vpc-flow-logs": Control("V1", "A/M/M"),
    "ecr-repository-immutable-tags": Control("R1", "A/M/M"),
    "ecr-repository-kms-key": Control("R3", "A/A/M"),
    "ecr-repository-lifecycle": Control("R5", "A/A/M"),
    "ecr-repository-no-force-delete": Control("R5", "A/A/M"),
    "ecr-repository-no-public-pull": Control("R4", "M/M/M"),
    "ecr-repository-scan-on-push": Control("R2", "A/M/M"),
    "efs-file-system-encryption": Control("D10", "A/M/M"),
    "eks-access-policy-no-cluster-admin": Control("E8", "A/M/M"),
    "eks-addon-pinned-version": Control("E11", "A/A/M"),
    "eks-addon-strict-enforcing": Control("E10", "A/A/M"),
    "eks-cluster-access-entries": Control("E6", "M/M/M"),
    "eks-cluster-control-plane-logs": Control("E4", "A/M/M"),
    "eks-cluster-deletion-protection": Control("E7", "-/A/M"),
    "eks-cluster-encrypt-secrets": Control("E1", "M/M/M"),
    "eks-cluster-log-group": Control("E13", "A/A/M"),
    "eks-cluster-network-policy-engine": Control("E9", "M/M/M"),
    "eks-cluster-no-open-endpoint-cidrs": Control("E3", "M/M/M"),
    "eks-cluster-no-public-endpoint": Control("E2", "A/A/M"),
    "eks-cluster-supported-version": Control("E5", "A/M/M"),
    "eks-node-group-gpu-taint": Control("N8", "M/M/M"),
    "eks-node-group-launch-template": Control("N3", "M/M/M"),
    "eks-node-group-no-remote-access": Control("N5", "A/M/M"),
    "eks-node-group-private-subnets": Control("E12", "M/M/M"),
    "eks-node-group-supported-image": Control("N11", "A/A/M"),
    "eks-node-group-tenant-label": Control("N9", "A/A/M"),
    "guardduty-cluster-watched": Control("E14", "-/A/M"),
    "iam-node-role-minimal": Control("N10", "A/M/M"),
    "iam-policy-no-full-admin": Control("I1", "M/M/M"),
    "iam-policy-no-privilege-escalation": Control("I3", "M/M/M"),
    "iam-policy-no-wildcard-data-access": Control("I2", "M/M/M"),
    "iam-role-bound-irsa": Control("I7", "M/M/M"),
    "iam-role-bound-pod-identity": Control("I6", "A/M/M"),
    "iam-role-github-claims": Control("I12", "M/M/M"),
    "iam-role-no-admin-attachment": Control("I4", "M/M/M"),
    "iam-role-no-open-trust": Control("I5", "M/M/M"),
    "iam-tenant-role-boundary": Control("I11", "-/A/M"),
    "iam-tenant-role-bounded": Control("I9", "M/M/M"),
    "iam-tenant-role-unshared": Control("I8", "M/M/M"),
    "iam-user-no-long-lived-keys": Control("I10", "M/M/M"),
    "karpenter-node-class-encrypt-volumes": Control("N4", "M/M/M"),
    "karpenter-node-class-imdsv2": Control("N1", "M/M/M"),
    "karpenter-node-class-no-public-ip": Control("N6", "M/M/M"),
    "karpenter-node-class-pinned-image": Control("N11", "A/A/M"),
    "karpenter-node-class-private-subnets": Control("E12", "M/M/M"),
    "karpenter-node-pool-gpu-taint": Control("N8", "M/M/M"),
    "karpenter-node-pool-limits": Control("N12", "M/M/M"),
    "karpenter-node-pool-tenant-label": Control("N9", "A/A/M"),
    "kms-key-deletion-window": Control("K4", "-/A/M"),
    "kms-key-explicit-policy": Control("K3", "A/A/M"),
    "kms-key-no-public-policy": Control("K2", "M/M/M"),
    "kms-key-one-tenant": Control("K5", "-/A/M"),
    "kms-key-rotation": Control("K1", "A/M/M"),
    "kubernetes-binding-no-cluster-admin": Control("T13", "M/M/M"),
    "kubernetes-binding-no-tenant-cluster-role": Control("T13", "M/M/M"),
    "kubernetes-namespace-default-deny": Control("T2", "M/M/M"),
    "kubernetes-namespace-no-tenant-path": Control("T3", "M/M/M"),
    "kubernetes-namespace-pod-security": Control("T1", "M/M/M"),
    "kubernetes-network-policy-no-internal-range": Control("T5", "M/M/M"),
    "kubernetes-network-policy-no-open-peer": Control("T4", "A/M/M"),
    "kubernetes-pod-drop-capabilities": Control("W5", "M/M/M"),
    "kubernetes-pod-no-api-token": Control("W13", "M/M/M"),
    "kubernetes-pod-no-host-access": Control("W2", "M/M/M"),
    "kubernetes-pod-no-privilege-escalation": Control("W3", "M/M/M"),
    "kubernetes-pod-no-privileged": Control("W1", "M/M/M"),
    "kubernetes-pod-non-root": Control("W4", "M/M/M"),
    "kubernetes-pod-seccomp": Control("W6", "M/M/M"),
    "kubernetes-pod-volume-types": Control("W8", "M/M/M"),
    "kubernetes-role-no-escalation": Control("T11", "M/M/M"),
    "kubernetes-role-no-wildcard": Control("T9", "M/M/M"),
    "kubernetes-service-no-tenant-exposure": Control("T14", "M/M/M"),
    "lb-listener-tls": Control("D9", "A/M/M"),
    "lb-load-balancer-access-log": Control("D9", "A/M/M"),
    "lb-load-balancer-drop-headers": Control("D9", "A/M/M"),
    "lb-load-balancer-web-acl": Control("D9", "A/M/M"),
    "governance-provider-allowed-region": Control("G2", "A/M/M"),
    "governance-resource-required-tags": Control("G2", "A/M/M"),
    "governance-stateful-resource-protected": Control("G1", "-/A/M"),
    "rds-database-backup": Control("D4", "-/A/M"),
    "rds-database-deletion-protection": Control("D3", "-/A/M"),
    "rds-database-encryption": Control("D1", "M/M/M"),
    "rds-database-iam-auth": Control("D5", "A/A/M"),
    "rds-database-multi-az": Control("D4", "-/A/M"),
    "networkfirewall-egress-inspected": Control("V14", "-/-/A"),
    "networkfirewall-firewall-delete-protection": Control("V14", "-/-/A"),
    "networkfirewall-firewall-encryption": Control("V14", "-/-/A"),
    "rds-database-no-literal-password": Control("D7", "M/M/M"),
    "rds-database-not-public": Control("D2", "M/M/M"),
    "rds-database-require-tls": Control("D6", "A/M/M"),
    "s3-audit-bucket-lock": Control("S10", "-/A/M"),
    "s3-bucket-access-log": Control("S5", "-/A/M"),
    "s3-bucket-endpoint-only": Control("S15", "-/A/M"),
    "s3-bucket-kms-encryption": Control("S3", "A/M/M"),
    "s3-bucket-lifecycle": Control("S9", "-/A/A"),
    "s3-bucket-no-acl": Control("S8", "M/M/M"),
    "s3-bucket-no-force-destroy": Control("S12", "-/A/M"),
    "s3-bucket-policy-known-accounts": Control("S14", "M/M/M"),
    "s3-bucket-policy-no-lockout": Control("S13", "A/M/M"),
    "s3-bucket-policy-no-public-principal": Control("S7", "M/M/M"),
    "s3-bucket-public-access-block": Control("S1", "M/M/M"),
    "s3-bucket-replication": Control("S16", "-/-/A"),
    "s3-bucket-require-tls": Control("S6", "A/M/M"),
    "s3-bucket-versioning": Control("S4", "A/M/M"),
    "s3-log-target-unlocked": Control("S11", "M/M/M"),
    "s3-public-access-block-complete": Control("S2", "M/M/M"),
    "secretsmanager-secret-encryption": Control("D8", "A/A/M"),
    "secretsmanager-secret-rotation": Control("D8", "A/A/M"),
    "sns-topic-encryption": Control("D10", "A/M/M"),
    "sqs-queue-encryption": Control("D10", "A/M/M"),
    "ssm-parameter-encryption": Control("D8", "A/A/M"),
}


def environment_of(stack: str) -> str:
    """`prod` for `prod` and its tenant stacks `prod-…`; prod's levels for every stack that is not known."""
    prefix = stack.partition("-")[0]
    return prefix if prefix in ENVIRONMENTS else ALIKE.get(prefix, "prod")


def level(policy: str, environment: str) -> pp.EnforcementLevel:
    """The level of a policy in an environment."""
    return _LEVELS[CONTROLS[policy].levels.split("/")[ENVIRONMENTS.index(environment)]]
