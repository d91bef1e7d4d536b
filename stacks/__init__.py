"""The environments: their settings, and the wiring of the components."""
