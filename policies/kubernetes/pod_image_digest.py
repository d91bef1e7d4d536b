"""What runs must be what was tested and scanned."""

import re

import pulumi_policy as pp

from policies.kubernetes.pods import each_container
from policies.properties import Properties, evaluate

_DIGEST = re.compile(r".+@sha256:[0-9a-f]{64}")


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Whoever can push can move a tag. A model server without an image has that of its serving runtime."""

    def check(found: tuple[Properties, Properties]) -> None:
        _, container = found
        image = container.text("image")
        if image and not _DIGEST.fullmatch(image):
            report_violation(f"`{container.path}.image` of {args.name} must end with a digest.", None)

    evaluate(each_container(args), check)


POLICY = pp.ResourceValidationPolicy(
    name="kubernetes-pod-image-digest",
    description="Containers name their image by its digest.",
    severity=pp.Severity.MEDIUM,
    framework=pp.PolicyComplianceFramework(
        "EKS Best Practices Guide", "2025", "image-security", "Use immutable tags with ECR"
    ),
    remediation_steps="Add the digest to the image: `repository@sha256:…`, as the registry shows it after the push.",
    tags=["kubernetes", "pod", "image", "CKV_K8S_14", "CKV_K8S_43", "KSV-0013", "C-0075"],
    url="https://kubernetes.io/docs/concepts/containers/images/#image-names",
    validate=validate,
)
