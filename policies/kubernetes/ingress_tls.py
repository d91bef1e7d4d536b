"""No Ingress may take calls in plain text."""

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.resources import read

INGRESS = "networking.k8s.io/Ingress"
_CERTIFICATE = "alb.ingress.kubernetes.io/certificate-arn"


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The AWS load balancer controller takes its certificate from an annotation, all others from `tls`."""
    if kind_of(args.resource_type) != INGRESS:
        return
    ingress = read(args)
    if not ingress.at("spec", "tls").known() and not ingress.has("metadata", "annotations", _CERTIFICATE):
        report_violation(f"`spec.tls` of {args.name} must name a certificate.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-ingress-tls",
    description="Ingresses take calls over TLS.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "AWS Well-Architected Framework", "2025", "SEC09-BP02", "Enforce encryption in transit"
    ),
    remediation_steps="Set `tls` with the hosts and the Secret of their certificate, or use the platform's Gateway.",
    tags=["kubernetes", "network", "C-0263"],
    url="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
    validate=validate,
)
