"""What a cluster holds in the API server: everything that was not there before the cluster."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from sandbox.aws.server.eks.errors import ServerError
from sandbox.aws.server.kubernetes_api import ApiServerRefusedError, KubernetesApi
from sandbox.aws.server.shapes import Shape, items

METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
# Kept by controllers, or gone with what they describe.
SKIPPED = {
    "events",
    "leases",
    "endpoints",
    "endpointslices",
    "ipaddresses",
    "apiservices",
    "csinodes",
    "componentstatuses",
}
SKIPPED_GROUPS = {"flowcontrol.apiserver.k8s.io", "events.k8s.io", "metrics.k8s.io"}
# Kubernetes' and the sandbox's own objects, which may appear at any time.
PROTECTED = ("system:", "eks:", "kube-root-ca.crt", "kube-apiserver-", "extension-apiserver-")
# These go first, so that they cannot object to the rest.
GUARDS = {
    "validatingwebhookconfigurations",
    "mutatingwebhookconfigurations",
    "validatingadmissionpolicybindings",
    "validatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "mutatingadmissionpolicies",
}
# Their finalizers are Kubernetes' own and do work; all others would wait for controllers that are gone.
SELF_FINALIZING = {"namespaces", "customresourcedefinitions"}
# What only these wrote comes and goes with the objects that it serves: replica sets, tokens, certificates.
CONTROLLERS = {"kube-controller-manager", "kube-apiserver"}
# The controllers' service accounts have nobody's name on them, but roles with this prefix.
CONTROLLER_ROLE = "system:controller:"
DEADLINE_SECONDS = 45


@dataclass(frozen=True)
class Item:
    """An object of the API server."""

    resource: str
    path: str
    name: str
    finalizers: bool
    managers: frozenset[str]


def inventory(api: KubernetesApi) -> frozenset[str]:
    """Return the paths of all objects."""
    return frozenset(item.path for item in _items(api))


def empty(api: KubernetesApi, baseline: frozenset[str]) -> None:
    """Delete what is not in the baseline, and wait until it is gone."""
    attempts = Retrying(
        retry=retry_if_result(bool),
        stop=stop_after_delay(DEADLINE_SECONDS),
        wait=wait_fixed(0.3),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else [],
    )
    remaining: list[Item] = attempts(_sweep, api, baseline)
    if remaining:
        names = ", ".join(sorted(item.path for item in remaining)[:5])
        message = f"{len(remaining)} objects are still in the API server after {DEADLINE_SECONDS} s: {names}"
        raise ServerError(message)


def _sweep(api: KubernetesApi, baseline: frozenset[str]) -> list[Item]:
    everything = list(_items(api))
    accounts = {item.name.removeprefix(CONTROLLER_ROLE) for item in everything if item.name.startswith(CONTROLLER_ROLE)}
    remaining = [item for item in everything if item.path not in baseline and _is_contents(item, accounts)]
    for item in sorted(remaining, key=lambda item: item.resource not in GUARDS):
        api.delete(item.path, gracePeriodSeconds="0", propagationPolicy="Background")
        if item.finalizers and item.resource not in SELF_FINALIZING:
            _release(api, item)
    return remaining


def _is_contents(item: Item, controller_accounts: set[str]) -> bool:
    if item.name.startswith(PROTECTED):
        return False
    if item.resource == "serviceaccounts" and item.name in controller_accounts | {"default"}:
        return False
    return not (item.managers and item.managers <= CONTROLLERS)


def _release(api: KubernetesApi, item: Item) -> None:
    try:
        api.patch(item.path, {"metadata": {"finalizers": None}})
    except ApiServerRefusedError as error:
        if error.status != 404:  # noqa: PLR2004 it went in the meantime
            raise


def _items(api: KubernetesApi) -> Iterator[Item]:
    for group_path, resource in _resources(api):
        try:
            listed = items(api.get(f"{group_path}/{resource['name']}", accept=METADATA_ONLY), "items")
        except ApiServerRefusedError:
            # A resource whose definition went in the meantime.
            continue
        for entry in listed:
            metadata: Shape = entry["metadata"]
            scope = f"/namespaces/{metadata['namespace']}" if resource["namespaced"] else ""
            path = f"{group_path}{scope}/{resource['name']}/{metadata['name']}"
            managers = frozenset(field["manager"] for field in items(metadata, "managedFields"))
            yield Item(resource["name"], path, metadata["name"], bool(metadata.get("finalizers")), managers)


def _resources(api: KubernetesApi) -> Iterator[tuple[str, Shape]]:
    groups = api.get("/apis")["groups"]
    paths = ["/api/v1", *(f"/apis/{group['preferredVersion']['groupVersion']}" for group in groups)]
    for path in paths:
        if any(f"/{group}/" in path for group in SKIPPED_GROUPS):
            continue
        try:
            resources = api.get(path)["resources"]
        except ApiServerRefusedError:
            continue
        for resource in resources:
            if resource["name"] not in SKIPPED and {"delete", "list"} <= set(resource["verbs"]):
                yield path, resource
