"""What public scanners say about the environments, over what the program really declares."""
