"""User data must hold no secret: every process on the node can read it."""

import base64
import binascii
import re

import pulumi_policy as pp

from policies.resources import read

_SECRET = re.compile(
    r"""\b(?:AKIA|ASIA)[0-9A-Z]{16}\b
    | -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----
    | \bgh[pousr]_[0-9A-Za-z]{36}
    | (?:secret_?access_?key|session_?token|password|passwd)["']?\s*[=:]\s*["']?(?!\$|\{|<|\(|\s|["'])\S{6}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _plain(user_data: str) -> str:
    try:
        return base64.b64decode(user_data, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return user_data


def validate(args: pp.ResourceValidationArgs, report_violation: pp.ReportViolation) -> None:
    """The message never repeats what was found."""
    if args.resource_type == "aws:ec2/launchTemplate:LaunchTemplate":
        texts = [_plain(read(args).text("userData"))]
    elif args.resource_type == "aws:ec2/instance:Instance":
        texts = [read(args).text("userData"), _plain(read(args).text("userDataBase64"))]
    else:
        return
    if any(_SECRET.search(text) for text in texts):
        report_violation(f"The user data of {args.name} must not hold a credential.", None)


POLICY = pp.ResourceValidationPolicy(
    name="ec2-launch-template-no-secrets",
    description="User data of instances and launch templates holds no credential.",
    severity=pp.Severity.CRITICAL,
    framework=pp.PolicyComplianceFramework(
        "AWS Foundational Security Best Practices", "1.0.0", "CWE-798", "Use of Hard-coded Credentials"
    ),
    remediation_steps="Remove the credential from `user_data`, rotate it, and give the node a role or read the value "
    "from Secrets Manager at start.",
    tags=["ec2", "credentials", "CKV_AWS_46", "AWS-0129", "AWS-0029"],
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    validate=validate,
)
