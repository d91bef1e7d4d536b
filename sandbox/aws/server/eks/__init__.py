"""EKS: one cluster at a time, whose Kubernetes is the sandbox's own API server."""
