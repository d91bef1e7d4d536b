"""Policies on AWS IAM: identity policies, trust policies and attachments."""
