"""GuardDuty must watch a cluster's API and what runs on its nodes."""

import pulumi_policy as pp

from policies.properties import evaluate
from policies.resources import Resource, of_stack

_RUNTIME = ("RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Logs that nobody reads stop nobody. A detector of the organisation is not seen here: that takes an exception."""
    detectors = of_stack(args, "aws:guardduty/detector:Detector")
    features = of_stack(args, "aws:guardduty/detectorFeature:DetectorFeature")

    def check(cluster: Resource) -> None:
        is_on = any(detector.properties.flag("enable", default=True) for detector in detectors)
        on = {each.properties.text("name") for each in features if each.properties.text("status") == "ENABLED"}
        if not is_on or "EKS_AUDIT_LOGS" not in on or not on.intersection(_RUNTIME):
            report_violation(f"GuardDuty must watch the audit log and the nodes of {cluster.name}.", cluster.urn)

    evaluate(of_stack(args, "aws:eks/cluster:Cluster"), check)


POLICY = pp.StackValidationPolicy(
    name="guardduty-cluster-watched",
    description="GuardDuty watches the audit log and the runtime of every EKS cluster.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices",
        "1.0.0",
        "GuardDuty.5",
        "GuardDuty EKS Audit Log Monitoring should be enabled",
    ),
    remediation_steps="Declare an `aws.guardduty.Detector` and `aws.guardduty.DetectorFeature`s with the status "
    "`ENABLED` for `EKS_AUDIT_LOGS` and `RUNTIME_MONITORING`; for a detector of the organisation, an exception.",
    tags=["guardduty", "eks", "audit", "CKV_AWS_238", "CKV2_AWS_3"],
    url="https://docs.aws.amazon.com/guardduty/latest/ug/kubernetes-protection.html",
    validate=validate,
)
