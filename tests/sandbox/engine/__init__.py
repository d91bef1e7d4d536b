"""Tests of the engine's builder and language host; no Go, no build."""
