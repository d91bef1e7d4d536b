"""Policies on Amazon ECR: repositories."""
