"""Where the sandbox of one clone keeps its files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The paths under `<root>/.sandbox`."""

    root: Path

    @property
    def state(self) -> Path:
        """Everything that the sandbox writes."""
        return self.root / ".sandbox"

    @property
    def lock(self) -> Path:
        """Held while a command starts, stops or resets the sandbox."""
        return self.state / "lock"

    @property
    def record(self) -> Path:
        """Identity, supervisor and ports of the running sandbox."""
        return self.state / "sandbox.json"

    @property
    def report(self) -> Path:
        """What the supervisor says about its processes."""
        return self.state / "status.json"

    @property
    def charts(self) -> Path:
        """Helm charts that were rendered, or recorded only."""
        return self.state / "charts.json"

    @property
    def environment(self) -> Path:
        """Shell exports for the plain commands."""
        return self.state / "env"

    @property
    def bin(self) -> Path:
        """Tools that go on the user's PATH."""
        return self.state / "bin"

    @property
    def logs(self) -> Path:
        """One log per process; kept when the sandbox ends."""
        return self.state / "logs"

    @property
    def kubernetes(self) -> Path:
        """Certificates, kubeconfigs and etcd's data."""
        return self.state / "kubernetes"

    @property
    def admin_kubeconfig(self) -> Path:
        """Kubeconfig with all rights on the sandbox cluster."""
        return self.kubernetes / "admin.kubeconfig"

    @property
    def controllers(self) -> Path:
        """Files of the controllers that run as processes."""
        return self.state / "controllers"

    @property
    def aws(self) -> Path:
        """Credentials and configuration of the emulated account."""
        return self.state / "aws"

    @property
    def pulumi_home(self) -> Path:
        """Pulumi's plugins and workspaces."""
        return self.state / "pulumi" / "home"

    @property
    def pulumi_backend(self) -> Path:
        """Stacks of the sandbox."""
        return self.state / "pulumi" / "backend"

    @property
    def passphrase(self) -> Path:
        """Passphrase of the stacks' secrets."""
        return self.state / "pulumi" / "passphrase"
