"""Tests of sandbox.kubernetes.provider that need no server."""
