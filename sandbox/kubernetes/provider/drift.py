"""What somebody changed in a live object, told as the inputs that would make it so."""

import base64
from typing import Any, Final, cast

from sandbox.provider.values import Properties

_SERVER_METADATA: Final = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
)


def drifted_inputs(inputs: Properties, before: Properties, now: Properties) -> Properties:
    """The inputs, changed where the live object is no longer what it was after the last deployment.

    Comparing live with live leaves out what the server rewrites (`1000m` to `1`) or fills in; fields that the
    inputs do not name belong to others.
    """
    result = cast("Properties", _merge(inputs, before, now))
    if "stringData" in inputs:
        result["stringData"] = _written_secrets(inputs["stringData"], before.get("data"), now.get("data"))
    return result


def imported_inputs(live: Properties) -> Properties:
    """Inputs of an object that Pulumi did not make: all but what the server owns."""
    inputs = {key: value for key, value in live.items() if key != "status"}
    inputs["metadata"] = {k: v for k, v in live["metadata"].items() if k not in _SERVER_METADATA}
    return inputs


def _merge(wanted: Any, before: Any, now: Any) -> Any:  # noqa: ANN401
    if before == now:
        return wanted
    if isinstance(wanted, dict) and isinstance(now, dict):
        return _merge_maps(cast("Properties", wanted), before, cast("Properties", now))
    if isinstance(wanted, list) and isinstance(now, list):
        return _merge_lists(cast("list[Any]", wanted), before, cast("list[Any]", now))
    return now


def _merge_maps(wanted: Properties, before: Any, now: Properties) -> Properties:  # noqa: ANN401
    was = cast("Properties", before) if isinstance(before, dict) else {}
    # Neither before nor now: the server does not keep it (an empty list, say), so nobody removed it.
    return {
        key: _merge(value, was.get(key), now.get(key)) for key, value in wanted.items() if key in now or key not in was
    }


def _merge_lists(wanted: list[Any], before: Any, now: list[Any]) -> list[Any]:  # noqa: ANN401
    was = cast("list[Any]", before) if isinstance(before, list) else []
    return [
        _merge(wanted[i], was[i] if i < len(was) else None, item) if i < len(wanted) else item
        for i, item in enumerate(now)
    ]


def _written_secrets(wanted: Any, before: Any, now: Any) -> Properties:  # noqa: ANN401
    was, live = cast("Properties", before or {}), cast("Properties", now or {})
    texts: Properties = {}
    for key, text in cast("Properties", wanted).items():
        if live.get(key) == was.get(key):
            texts[key] = text
        elif key in live:
            texts[key] = base64.b64decode(live[key]).decode(errors="replace")
    return texts
