"""Tests of the language host under the real engine."""
