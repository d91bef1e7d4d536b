"""What the rules of a role allow. The wildcard `*` is for `kubernetes-role-no-wildcard` to find."""

from collections.abc import Collection

import pulumi_policy as pp

from policies.kubernetes.kinds import kind_of
from policies.kubernetes.role_no_wildcard import ROLES
from policies.properties import Properties, evaluate
from policies.resources import read

CHANGING = ("create", "update", "patch", "delete", "deletecollection")


def refuse(
    args: pp.ResourceValidationArgs,
    report_violation: pp.ReportViolation,
    group: str,
    resources: Collection[str],
    verbs: Collection[str] = (),
    *,
    all_of_them: bool = False,
) -> None:
    """Report every rule of a role that allows these verbs, or any verb, on these resources of an API group.

    With `all_of_them`, rules that name single objects are right.
    """
    if kind_of(args.resource_type) not in ROLES:
        return

    def check(rule: Properties) -> None:
        found = [name for name in rule.texts("resources") if name in resources]
        if not found or group not in rule.texts("apiGroups") or (all_of_them and rule.at("resourceNames").known()):
            return
        allowed = [verb for verb in rule.texts("verbs") if not verbs or verb in verbs]
        if allowed:
            message = f"`{rule.path}` of {args.name} must not allow {', '.join(allowed)} on {', '.join(found)}."
            report_violation(message, None)

    evaluate(read(args).each("rules"), check)
