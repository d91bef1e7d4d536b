"""The embedded sandbox: a real engine, a real Kubernetes control plane and an emulated AWS account."""
