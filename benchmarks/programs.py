"""Imports, the program of each environment without an engine, and every policy over what it declares."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks import flat
from benchmarks.measure import Measure, median, peak_mib
from benchmarks.packs import judged
from policies.rules import POLICIES
from stacks import platform, settings
from tests.policies.judging import Given
from tests.recording import record, record_environment

# What every Pulumi program on AWS and Kubernetes pays, whatever it declares.
BARE = "import pulumi, pulumi_aws.eks, pulumi_aws.ec2, pulumi_aws.s3, pulumi_aws.iam, pulumi_kubernetes.core.v1"
OURS = "import stacks.platform"
RECORD = "from tests.recording import record_environment; record_environment({!r})"


def imports() -> Iterator[Measure]:
    """Fresh interpreters: what every Pulumi program pays, and what ours does."""
    bare, ours = (
        median(lambda statement=statement: subprocess.run([sys.executable, "-c", statement], check=True))
        for statement in (BARE, OURS)
    )
    yield Measure("import of the bare SDKs", bare, ratio=1, memory_mib=peak_mib(BARE))
    yield Measure("import of the platform", ours, ratio=ours / bare, memory_mib=peak_mib(OURS))


def programs() -> Iterator[Measure]:
    """The same resources one after the other and by components; memory of the whole program; policies."""
    for environment in settings.environments():
        chosen = settings.load(environment)
        declared = record_environment(environment)
        bare = median(lambda declared=declared: record(lambda: flat.declare(declared)))
        program = median(lambda chosen=chosen: record(lambda: platform.deploy(chosen), stack=chosen.environment))
        resources = [Given(one.type, one.props, one.name, one.property_dependencies, one.urn) for one in declared]
        policies = judged(environment, resources)
        custom = sum(one.custom for one in declared)
        flat_ms, ours_ms = 1000 * bare / custom, 1000 * program / len(declared)
        yield Measure(f"{environment}: its {custom} resources without components", bare, flat_ms, ratio=1)
        yield Measure(
            f"{environment}: program, {len(declared)} resources",
            program,
            ours_ms,
            ratio=ours_ms / flat_ms,
            memory_mib=peak_mib(RECORD.format(environment)),
        )
        yield Measure(f"{environment}: {len(POLICIES)} policies", policies, 1000 * policies / len(resources))
