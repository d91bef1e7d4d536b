"""AWS Network Firewall: rule groups, policies, and firewalls with an endpoint in each of their subnets."""
