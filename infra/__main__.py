"""The Pulumi program: the settings of this stack become a platform."""

import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # Pulumi puts this folder on the path, not its parent

from infra import preflight
from stacks import platform, settings
from stacks.reading.errors import SettingsError

try:
    chosen = settings.load(pulumi.get_stack(), pulumi.Config("aws").require("region"))
    preflight.check(chosen, deploying=not pulumi.runtime.is_dry_run())
except (SettingsError, preflight.PreflightError) as error:
    raise pulumi.RunError(str(error)) from None
for name, value in platform.deploy(chosen).items():
    pulumi.export(name, value)
