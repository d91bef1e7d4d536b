"""The resource types that the stand-in knows, one module for each group of them."""
