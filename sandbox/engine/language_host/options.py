"""The `runtime.options` of a project file, as far as this language host knows them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import language_pb2

TOOLCHAIN = "pip"
VIRTUALENV = "venv"
"""What new programs get, and what plugins have without the option."""
DEFAULTS = {"toolchain": TOOLCHAIN, "virtualenv": VIRTUALENV}
"""The options that are known."""


class ProjectError(Exception):
    """The project asks for something that this language host cannot do."""


@dataclass(frozen=True)
class Options:
    """What a project file says about its Python."""

    virtualenv: Path | None
    """Virtual environment; none: the language host's own."""

    @classmethod
    def of(cls, info: language_pb2.ProgramInfo, *, is_plugin: bool = False) -> Self:
        """Read them.

        Raises:
            ProjectError: an option is unknown or has a value that is not supported.
        """
        given = cast("dict[str, object]", MessageToDict(info.options))
        for name in given:
            if name not in DEFAULTS:
                message = f"runtime.options.{name}: the sandbox's language host knows only {' and '.join(DEFAULTS)}."
                raise ProjectError(message)
        toolchain = given.get("toolchain", TOOLCHAIN)
        if toolchain != TOOLCHAIN:
            message = f"runtime.options.toolchain: the sandbox's language host installs with pip only, not {toolchain}."
            raise ProjectError(message)
        virtualenv = given.get("virtualenv", VIRTUALENV if is_plugin else "")
        if not isinstance(virtualenv, str):
            message = f"runtime.options.virtualenv: {virtualenv} is not the path of a folder."
            raise ProjectError(message)
        folder = os.path.normpath(Path(info.root_directory, virtualenv))
        return cls(Path(folder) if virtualenv else None)


def prompt(name: str) -> language_pb2.RuntimeOptionPrompt:
    """Return the question that `pulumi new` asks for an option: there is one choice."""
    prompts = language_pb2.RuntimeOptionPrompt
    choice = prompts.RuntimeOptionValue(promptType=prompts.STRING, stringValue=DEFAULTS[name])
    return prompts(
        key=name, description=f"The {name} to use", promptType=prompts.STRING, choices=[choice], default=choice
    )
