"""Helm releases: charts from Go modules, applied by the helm binary."""
