"""The emulated AWS account and the provider stand-in that talks to it."""
