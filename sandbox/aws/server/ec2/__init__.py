"""EC2: repairs of what moto gets wrong."""
