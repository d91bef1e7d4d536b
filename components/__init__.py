"""Reusable Pulumi components of a machine-learning platform on AWS."""
