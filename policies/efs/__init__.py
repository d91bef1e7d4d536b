"""Policies on Amazon EFS: file systems."""
