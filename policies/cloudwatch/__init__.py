"""Policies on Amazon CloudWatch: log groups."""
