"""The embedded sandbox: a real engine, a real Kubernetes control plane and an emulated AWS account."""

from sandbox.errors import SandboxError

__all__ = ["SandboxError"]
