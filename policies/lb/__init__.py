"""Policies on Elastic Load Balancing: load balancers and their listeners."""
