"""Policies on Amazon EC2: launch templates and security groups."""
