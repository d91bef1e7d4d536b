"""The outputs of an object that does not exist yet, from a dry run."""

from typing import Final

from sandbox.provider.values import UNKNOWN, Properties

# A dry run invents these; the real values come with the object.
_INVENTED_METADATA: Final = ("creationTimestamp", "resourceVersion", "uid")
_INVENTED_SPEC: Final = {"Service": ("clusterIP", "clusterIPs")}


def foreseen(inputs: Properties, dry_run: Properties) -> Properties:
    """The dry run's answer with unknowns where only the deployment will tell."""
    outputs = {key: value for key, value in dry_run.items() if key != "status"}
    outputs["metadata"] = {**dry_run["metadata"], **dict.fromkeys(_INVENTED_METADATA, UNKNOWN)}
    chosen: Properties = inputs.get("spec") or {}
    invented = [field for field in _INVENTED_SPEC.get(str(inputs.get("kind")), ()) if field not in chosen]
    if invented:
        outputs["spec"] = {**(dry_run.get("spec") or {}), **dict.fromkeys(invented, UNKNOWN)}
    return outputs
