"""Policies on AWS Secrets Manager: secrets and their rotation."""
