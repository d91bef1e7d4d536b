"""Karpenter and KServe at work on a deployed dev environment."""
