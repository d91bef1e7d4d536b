"""The gRPC protocol between the Pulumi engine and the provider stand-ins of the sandbox."""
