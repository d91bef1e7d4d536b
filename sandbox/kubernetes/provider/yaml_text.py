"""YAML text to values."""

import json
from typing import Any


def parse(text: str) -> Any:  # noqa: ANN401
    """Values of YAML or JSON text; ValueError if it is neither."""
    if text.lstrip().startswith("{"):
        return json.loads(text)
    # Most processes of a deployment never read YAML, and the import alone takes a third of their start.
    from ruamel.yaml import YAML, YAMLError  # noqa: PLC0415

    try:
        return YAML(typ="safe", pure=True).load(text)  # pyright: ignore[reportUnknownMemberType] ruamel is half typed
    except YAMLError as error:
        raise ValueError(str(error)) from error
