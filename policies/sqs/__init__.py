"""Policies on Amazon SQS: queues."""
