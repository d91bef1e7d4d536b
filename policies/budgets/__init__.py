"""Policies on AWS Budgets."""
