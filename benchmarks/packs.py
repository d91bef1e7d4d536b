"""How long the policy pack takes."""

from tests.policies.judging import Given
from tests.policies.pack_process import pack_process


def judged(environment: str, resources: list[Given]) -> float:
    """Return the processor time of the pack for an environment, in a process of its own as the engine runs it."""
    with pack_process(environment) as pack:
        pack.configure()
        started = pack.cpu_seconds()
        for resource in resources:
            pack.analyze(resource)
        pack.analyze_stack({resource.urn: resource for resource in resources})
        return pack.cpu_seconds() - started
