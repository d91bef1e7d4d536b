"""No Ingress may bring configuration of its own into the controller that serves everybody."""

import re

import pulumi_policy as pp

from policies.kubernetes.ingress_tls import INGRESS
from policies.kubernetes.kinds import kind_of
from policies.resources import read

_SNIPPET = re.compile(r".+/[a-z-]*-snippets?")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """A snippet reads the controller's token, and with it the Secrets of all namespaces (CVE-2021-25742)."""
    if kind_of(args.resource_type) != INGRESS:
        return
    found = [name for name, _ in read(args).items("metadata", "annotations") if _SNIPPET.fullmatch(name)]
    if found:
        report_violation(f"{args.name} must not have the annotations {', '.join(found)}.", None)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-ingress-no-snippets",
    description="Ingresses carry no snippets of the controller's configuration.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework("CVE", "2021", "CVE-2021-25742", "Snippets of ingress-nginx show Secrets"),
    remediation_steps="Remove the annotation; use the fields of an Ingress or of an HTTPRoute.",
    tags=["kubernetes", "network", "CKV_K8S_152", "CKV_K8S_153", "CKV_K8S_154", "C-0059"],
    url="https://github.com/kubernetes/ingress-nginx/issues/7837",
    validate=validate,
)
