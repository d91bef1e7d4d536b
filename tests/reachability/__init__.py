"""Tests of who can reach whom."""
