"""What can be asked of GuardDuty before anything is declared: is the region's one detector somebody else's."""

from collections.abc import Iterator
from typing import Any, cast

import boto3
from botocore.config import Config

from components.names import ENVIRONMENT_TAG
from stacks.model import Settings


def problems(settings: Settings, config: Config) -> Iterator[str]:
    """A detector that would make GuardDuty refuse another one."""
    if settings.audit.threat_detection != "managed":
        return
    # The SDK's types of this service are not installed.
    guardduty = cast("Any", boto3).client("guardduty", settings.region, config=config)
    for detector in guardduty.list_detectors()["DetectorIds"]:
        owner = guardduty.get_detector(DetectorId=detector).get("Tags", {}).get(ENVIRONMENT_TAG)
        if owner != settings.environment:
            yield (
                f"stacks/{settings.environment}.yaml: audit.threat_detection: {settings.region} has a GuardDuty "
                f"detector already, {detector} of {owner or 'somebody else'}, and a region of an account has one; "
                "write existing"
            )
