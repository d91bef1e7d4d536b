"""The Python language host of the Pulumi engine: `pulumi-language-python`, itself in Python."""
