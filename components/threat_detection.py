"""Threat detection: GuardDuty watches the cluster, its nodes and the buckets."""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import ComponentResource, Input, Output, ResourceOptions

FEATURES = ("EKS_AUDIT_LOGS", "RUNTIME_MONITORING", "S3_DATA_EVENTS")


class ThreatDetectionArgs(TypedDict):
    """What ThreatDetection is made from."""

    finding_frequency: NotRequired[Input[str]]
    """How soon GuardDuty tells that a known finding goes on: `FIFTEEN_MINUTES`, `ONE_HOUR` or `SIX_HOURS`; new findings
    always come at once. Default: FIFTEEN_MINUTES."""


class ThreatDetection(ComponentResource):
    """The region's one GuardDuty detector: Kubernetes audit logs, what runs on nodes, access to objects.

    GuardDuty brings its own agent into the cluster, and an endpoint with a security group into the VPC. It takes them
    away when it is switched off, so the detector must go before the network does.
    """

    detector_id: Output[str]
    """Id of the detector."""

    def __init__(self, name: str, args: ThreatDetectionArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("mlplatform:index:ThreatDetection", name, None, opts)
        detector = aws.guardduty.Detector(
            f"{name}-detector",
            enable=True,
            finding_publishing_frequency=args.get("finding_frequency", "FIFTEEN_MINUTES"),
            opts=ResourceOptions(parent=self),
        )
        for feature in FEATURES:
            aws.guardduty.DetectorFeature(
                f"{name}-{feature.lower().replace('_', '-')}",
                detector_id=detector.id,
                name=feature,
                status="ENABLED",
                additional_configurations=[{"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED"}]
                if feature == "RUNTIME_MONITORING"
                else None,
                opts=ResourceOptions(parent=self),
            )
        self.detector_id = detector.id
        self.register_outputs({"detector_id": self.detector_id})
