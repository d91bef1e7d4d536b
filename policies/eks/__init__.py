"""Policies on Amazon EKS: clusters, node groups and add-ons."""
