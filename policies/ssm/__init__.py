"""Policies on AWS Systems Manager: parameters."""
