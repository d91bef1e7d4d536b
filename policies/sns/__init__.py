"""Policies on Amazon SNS: topics."""
