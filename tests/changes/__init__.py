"""What a change of each setting does to a running environment."""
