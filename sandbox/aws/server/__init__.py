"""The emulated AWS account: moto, and the layer in front of it that closes its gaps."""
