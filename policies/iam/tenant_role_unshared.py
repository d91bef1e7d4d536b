"""Two tenants must not act as the same role."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi_policy as pp

from policies.iam.identities import roles
from policies.iam.tenant_roles import ASSOCIATION
from policies.kubernetes.kinds import of_kind
from policies.properties import Properties, evaluate
from policies.resources import Referenced, Resource, of_stack

_ANNOTATION = "eks.amazonaws.com/role-arn"


@dataclass(frozen=True)
class _Use:
    """What gives a role to pods."""

    resource: Resource
    namespace: Properties
    role_arn: Properties
    key: str
    """Property of the resource that the role's ARN is in."""

    def role(self, declared: Referenced) -> str:
        """Something that stands for the role, empty when there is none."""
        if not self.role_arn.is_set():
            return ""
        origins = declared.by(self.resource, self.key)
        arn = "" if origins else self.role_arn.text()
        named = declared.named(arn)
        return origins[0].urn if origins else named.urn if named else arn


def _uses(resources: list[Resource]) -> Iterator[_Use]:
    for association in resources:
        if association.type == ASSOCIATION:
            for key in ("roleArn", "targetRoleArn"):
                properties = association.properties
                yield _Use(association, properties.at("namespace"), properties.at(key), key)
    for account in of_kind(resources, "core/ServiceAccount"):
        metadata = account.properties.at("metadata")
        yield _Use(account, metadata.at("namespace"), metadata.at("annotations", _ANNOTATION), "metadata")


def validate(args: pp.StackValidationArgs, report_violation: pp.ReportViolation) -> None:
    """Every namespace counts: what a tenant shares with a controller is shared as well."""
    resources = of_stack(args)
    declared = roles(resources)
    first: dict[str, str] = {}

    def check(use: _Use) -> None:
        role = use.role(declared)
        if not role:
            return
        namespace = use.namespace.text() or "default"
        other = first.setdefault(role, namespace)
        if namespace != other:
            report_violation(
                f"{use.resource.name} must not give {namespace} the role that {other} has.", use.resource.urn
            )

    evaluate(_uses(resources), check)


POLICY = pp.StackValidationPolicy(
    name="iam-tenant-role-unshared",
    description="Pods of different namespaces have different roles.",
    severity=pp.Severity.HIGH,
    framework=pp.PolicyComplianceFramework(
        "CIS Amazon EKS Benchmark", "1.7.0", "5.2.1", "Prefer using dedicated EKS Service Accounts"
    ),
    remediation_steps="Declare a role for each tenant; the component `Tenant` does.",
    tags=["iam", "eks", "tenant", "C-0225"],
    url="https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
    validate=validate,
)
