"""Tests of sandbox.kubernetes.provider.releases that need no server."""
