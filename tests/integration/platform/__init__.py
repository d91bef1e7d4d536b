"""The platform end to end: the README's commands in a clone of their own."""
