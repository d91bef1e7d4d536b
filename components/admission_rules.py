"""Rules of tenants' namespaces as CEL expressions, as pure functions; what Pod Security says is not said again."""

from typing import NamedTuple

from components.pool_placement import TENANT


class Rule(NamedTuple):
    """What must hold, and what is said when it does not."""

    holds: str
    message: str


VARIABLES = {
    "labels": "namespaceObject.metadata.labels",
    "tenant": "variables.labels['mlplatform.io/tenant']",
    # A namespace without the label is one that somebody made by hand: the stronger rule holds.
    "runtime": "variables.labels[?'mlplatform.io/runtime'].orValue('dedicated')",
    "secret": "variables.labels[?'mlplatform.io/data-class'].orValue('restricted') in ['confidential', 'restricted']",
}
"""What the rules share: of the namespace's labels, which only administrators can change."""

SERVICES = [
    Rule(
        "!(object.spec.?type.orValue('ClusterIP') in ['LoadBalancer', 'NodePort'])"
        " && object.spec.?externalIPs.orValue([]).size() == 0",
        "a tenant's service is reached inside the cluster only: type ClusterIP, no externalIPs",
    )
]


def pods(runtime_class: str | None) -> list[Rule]:
    """Rules of pods; `runtime_class`: what tenants with the runtime `sandboxed` run in, None where there are none."""
    walled = f"object.spec.?runtimeClassName.orValue('') == '{runtime_class}'" if runtime_class else "false"
    return [
        Rule(
            "variables.runtime == 'shared' && !variables.secret"
            f" || object.spec.?nodeSelector[?'{TENANT}'].orValue('') == variables.tenant",
            f"pods of this tenant run on its own nodes: set the node selector {TENANT} to the tenant",
        ),
        Rule(
            "object.spec.?tolerations.orValue([]).all(one, one.?key.orValue('') != '' && "
            f"(one.key != '{TENANT}' || one.?value.orValue('') == variables.tenant))",
            "tolerations must name a key, and no other tenant's nodes",
        ),
        # The scheduler sets it later; a pod that comes with it was never scheduled, so no taint kept it away.
        Rule(
            "request.operation != 'CREATE' || object.spec.?nodeName.orValue('') == ''",
            "the scheduler chooses the node: drop nodeName",
        ),
        Rule(
            f"variables.runtime != 'sandboxed' || {walled}",
            f"pods of this tenant run in a sandboxed runtime: set runtimeClassName to {runtime_class or 'it'}",
        ),
    ]
