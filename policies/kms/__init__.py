"""Policies on AWS KMS: keys."""
