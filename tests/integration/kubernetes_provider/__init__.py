"""The Kubernetes provider against a real API server."""
