"""Who can reach whom: network policies, endpoints, IAM and keys of a stack, computed from its resources alone."""
