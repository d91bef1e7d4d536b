"""Policies on AWS CloudTrail: trails and what they record."""
