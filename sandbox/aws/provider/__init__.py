"""A stand-in for pulumi-aws: the same resources, made through boto3 in the emulated account."""
