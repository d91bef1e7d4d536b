"""A stand-in for pulumi-kubernetes: the same protocol and rules, on the sandbox's API server only."""
