"""A firewall and its rules must be encrypted with a key of our own."""

import pulumi_policy as pp

from policies.properties import Properties, evaluate
from policies.resources import read

_TYPES = (
    "aws:networkfirewall/firewall:Firewall",
    "aws:networkfirewall/firewallPolicy:FirewallPolicy",
    "aws:networkfirewall/ruleGroup:RuleGroup",
)


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The rules tell whom a platform calls."""
    if args.resource_type not in _TYPES:
        return

    def check(encryption: Properties) -> None:
        if encryption.text("type") != "CUSTOMER_KMS" or not encryption.has("keyId"):
            report_violation(f"{args.name} must be encrypted with a customer managed key.", None)

    evaluate([read(args).at("encryptionConfiguration")], check)


POLICY = pp.ResourceValidationPolicy(
    name="networkfirewall-firewall-encryption",
    description="Firewalls, their policies and their rules are encrypted with a customer managed key.",
    severity=pp.Severity.LOW,
    framework=pp.PolicyComplianceFramework(
        "NIST SP 800-53", "5", "SC-28", "Protect the confidentiality and integrity of information at rest"
    ),
    remediation_steps='Set `encryption_configuration={"type": "CUSTOMER_KMS", "key_id": …}`.',
    tags=["networkfirewall", "encryption", "CKV_AWS_345", "CKV_AWS_346"],
    url="https://docs.aws.amazon.com/network-firewall/latest/developerguide/kms-encryption-at-rest.html",
    validate=validate,
)
