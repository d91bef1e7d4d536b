"""The sandbox's tools, built from the Go module registry, and the files it reads from Go modules."""
