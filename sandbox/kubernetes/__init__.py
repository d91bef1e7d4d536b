"""The sandbox's Kubernetes control plane and the provider stand-in that talks to it."""
