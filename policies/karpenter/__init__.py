"""Policies on Karpenter: what it may start, and how."""
