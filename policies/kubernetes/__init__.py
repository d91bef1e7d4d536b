"""Policies on Kubernetes objects: namespaces, network policies, roles and pods."""
