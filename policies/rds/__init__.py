"""Policies on Amazon RDS: database instances and clusters."""
