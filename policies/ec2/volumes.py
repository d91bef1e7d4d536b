"""Block device mappings: are their volumes encrypted with a key of ours?"""

import pulumi_policy as pp

from policies.properties import Properties, evaluate


def require_encryption(mappings: list[Properties], key: str, owner: str, report_violation: pp.ReportViolation) -> None:
    """Report every mapped volume that names no key in `key`, and an owner that maps none: it takes the image's own."""
    if not mappings:
        report_violation(f"`blockDeviceMappings` of {owner} must hold the root volume, encrypted.", None)

    def check(mapping: Properties) -> None:
        is_volume = not (mapping.has("noDevice") or mapping.has("virtualName"))
        if is_volume and not (mapping.flag("ebs", "encrypted") and mapping.has("ebs", key)):
            report_violation(f"`{mapping.path}` of {owner} must be encrypted with a customer managed key.", None)

    evaluate(mappings, check)
