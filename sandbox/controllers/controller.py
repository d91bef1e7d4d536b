"""What the sandbox must know to run a controller as a process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """Where a controller's process finds its files and ports."""

    directory: Path
    """For the process alone; made anew with each sandbox."""
    ports: Mapping[str, int]
    """The sandbox's ports by name."""


def nothing(_place: Place) -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Controller:
    """A controller: a container of some chart's Deployment, and the tool that runs in its place.

    Arguments and environment are templates. They may hold `{kubeconfig}` (signs in as the service account of the
    Deployment), `{admin_kubeconfig}` (with all rights), `{directory}` (the process's own), `{namespace}` (the
    Deployment's), the number of each of `ports` by its name, `{aws}` (port of the emulated account), and
    `{access_key_id}`, `{secret_access_key}`, `{session_token}` (of that account's deployer).
    """

    name: str
    """Name of the process in status and logs."""
    image: str
    """Image of the container, without tag. The process runs while a Deployment with that image exists."""
    tool: str
    """Tool of `sandbox.engine.toolsets`."""
    ports: tuple[str, ...]
    """Ports that the process listens on; `health` must be one, `webhook` is where the API server calls its webhooks."""
    health_path: str
    """Answers 200 on the port `health` when the controller works."""
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Goes over the variables that the container has in the chart."""
    webhook_services: tuple[str, ...] = ()
    """Services of the chart before its webhooks: a configuration that names one is kept and led to the process."""
    prepare: Callable[[Place], None] = nothing
    """Runs before each start of the process."""

    def port_name(self, role: str) -> str:
        """Name of one of its ports among all of the sandbox."""
        return f"{self.name}_{role}"
