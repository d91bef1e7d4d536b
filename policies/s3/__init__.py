"""Policies on Amazon S3: buckets and their policies."""
