"""Policies on AWS Network Firewall: what leaves a VPC, and how the firewall is kept."""
