"""Reading a settings file: YAML with the place of every value, and mistakes in words."""
