"""Starts the sandbox and shows how it goes."""
