"""Entry points: the Pulumi program, the preflight checks and the command line."""
