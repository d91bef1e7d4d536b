"""Which changes of an object cannot be made in place."""

from typing import Final

from sandbox.kubernetes.provider.annotations import AUTONAMED, is_set
from sandbox.kubernetes.provider.fields import section
from sandbox.kubernetes.provider.names import is_patch, place
from sandbox.provider.diff import Diff, diff, generic
from sandbox.provider.requests import Change
from sandbox.provider.values import Properties

_IDENTITY: Final = ("metadata.name", "metadata.namespace")
_CONTAINER_FIELDS: Final = (  # noqa: SIM905 a list of words
    "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources "
    "securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices "
    "volumeMounts workingDir "
).split()
_POD_FIELDS: Final = (  # noqa: SIM905 a list of words
    "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC "
    "hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority "
    "priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext "
    "serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes "
).split()
_VOLUME_SOURCES: Final = (  # noqa: SIM905 a list of words
    "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk "
    "glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos "
    "vsphereVolume "
).split()
_ROLE_REF: Final = ("roleRef",)
# By API version and kind; what the real provider replaces for, and no more.
_BY_KIND: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("apps/v1", "DaemonSet"): ("spec.selector",),
    ("apps/v1", "Deployment"): ("spec.selector",),
    ("apps/v1", "StatefulSet"): (
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ),
    ("batch/v1", "Job"): ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): _ROLE_REF,
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): _ROLE_REF,
    ("storage.k8s.io/v1", "StorageClass"): ("parameters", "provisioner"),
    ("v1", "PersistentVolume"): tuple(f"spec.{source}" for source in _VOLUME_SOURCES),
    ("v1", "PersistentVolumeClaim"): (
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ),
    ("v1", "Pod"): (
        *(f"spec.{field}" for field in _POD_FIELDS),
        *(f"spec.{group}.{field}" for group in ("containers", "initContainers") for field in _CONTAINER_FIELDS),
    ),
    ("v1", "ResourceQuota"): ("spec.scopes",),
    ("v1", "Service"): ("spec.clusterIP",),
}
_CONFIG_MAP_DATA: Final = ("binaryData", "data")
_SECRET_DATA: Final = ("data", "stringData", "type")


def object_diff(change: Change, *, config_map_mutable: bool = False, secret_mutable: bool = False) -> Diff:
    """What differs between the inputs, and whether that needs a new object."""
    fixed = _IDENTITY
    if not is_patch(change.resource.type):
        fixed += _fixed(change.inputs, config_map_mutable=config_map_mutable, secret_mutable=secret_mutable)
    old, new = _canonical(change.old_inputs), _canonical(change.inputs)
    result = diff(old, new, lambda path: _touches(generic(path), fixed))
    # Two objects of one name cannot exist side by side.
    same_place = place(old) == place(new) and not is_set(new["metadata"], AUTONAMED)
    return Diff(result.changes, result.replaces, delete_before_replace=bool(result.replaces) and same_place)


def _fixed(inputs: Properties, *, config_map_mutable: bool, secret_mutable: bool) -> tuple[str, ...]:
    kind = (str(inputs.get("apiVersion")), str(inputs.get("kind")))
    immutable = inputs.get("immutable") is True
    if kind == ("v1", "ConfigMap"):
        return () if config_map_mutable and not immutable else _CONFIG_MAP_DATA
    if kind == ("v1", "Secret"):
        return ("type",) if secret_mutable and not immutable else _SECRET_DATA
    return _BY_KIND.get(kind, ())


def _touches(path: str, fixed: tuple[str, ...]) -> bool:
    return any(path == field or path.startswith(f"{field}.") or field.startswith(f"{path}.") for field in fixed)


def _canonical(inputs: Properties) -> Properties:
    metadata = section(inputs, "metadata")
    return {**inputs, "metadata": {**metadata, "namespace": metadata.get("namespace") or "default"}}
