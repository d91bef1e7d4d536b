"""Controllers that run as processes."""
