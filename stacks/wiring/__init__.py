"""The wiring of an environment, part by part."""
