"""Policies on Amazon GuardDuty: detectors."""
