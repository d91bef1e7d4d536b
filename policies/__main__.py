"""Starts the policy pack: the engine runs this directory."""

import os
import sys
from pathlib import Path

import pulumi_policy as pp

# The engine puts this directory first on the path; the package that it is comes from the one above.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from policies import pack  # noqa: E402

pp.PolicyPack(
    name="mlplatform",
    description="Controls of a machine-learning platform on AWS and Kubernetes.",
    policies=pack.policies(),
    enforcement_level=pp.EnforcementLevel.MANDATORY,
    initial_config=pack.levels(os.environ.get("PULUMI_STACK", "")),
)
