"""What a cluster's controllers made in AWS and did not take away before the cluster went; it holds on to the VPC."""
