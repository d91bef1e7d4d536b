"""Policies on what every team is asked for: protection, tags, regions."""
