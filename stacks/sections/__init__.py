"""The sections of a settings file and the types of their fields."""
